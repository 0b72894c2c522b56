// Package problem is what can go wrong, as the web tells it: which status each kind of error
// has, and what a reader is told to do about it. Pages and API tell the same.
package problem

import (
	"net/http"

	ent "entente"
)

// Sort is a sort of problem: the last word of its type, its title, and what to do.
type Sort struct {
	Name, Title, Text string
	Status            int // of HTTP
}

// All are the problems that are told of. The type of a problem is the address at
// which its text can be read.
var All = []Sort{
	{"invalid", "This cannot be read", "What was asked is not well formed, or names what does not exist. The detail says what, and how to mend it.", http.StatusBadRequest},
	{"unauthorized", "Who asks is not known", "Send a token that is valid: Authorization: Bearer …; the administrator creates one with entente token create.", http.StatusUnauthorized},
	{"forbidden", "This may not be done", "The role of who asks does not permit it, or they are not cleared for it, or two people must sign.", http.StatusForbidden},
	{"not-found", "Not found", "There is no such thing, or not as the record was known at the moment asked about.", http.StatusNotFound},
	{"method", "Not done here", "This address does not know the method; the header Allow names those that it knows.", http.StatusMethodNotAllowed},
	{"slow", "It did not arrive in time", "What was sent did not arrive in time; send it again.", http.StatusRequestTimeout},
	{"conflict", "It has changed meanwhile, or exists already", "Read the thing again and decide anew.", http.StatusConflict},
	{"stale", "Another version is current", "The change was made for a version (If-Match) that is no longer the current one; nothing was changed. Read the thing again.", http.StatusPreconditionFailed},
	{"too-large", "Too large", "What was sent is larger than is taken here: 1 MB of JSON or YAML, 16 MB of a document.", http.StatusRequestEntityTooLarge},
	{"media", "Not a form that is read here", "Send application/json, or application/yaml where the description says so.", http.StatusUnsupportedMediaType},
	{"unprocessable", "Some of it cannot be taken", "Every field that is wrong is named in errors; or the Idempotency-Key was used for something else before.", http.StatusUnprocessableEntity},
	{"too-often", "Too often", "It was asked too often in too short a time. The header Retry-After says after how many seconds to ask again.", http.StatusTooManyRequests},
	{"internal", "Something went wrong here", "The fault is of this program. The instance stands in the server's log; tell the administrator.", http.StatusInternalServerError},
	{"unavailable", "It cannot be answered now", "The record cannot be reached, or the answer took too long. Try again later.", http.StatusServiceUnavailable},
}

// Of returns the sort of a status.
func Of(status int) *Sort {
	for i := range All {
		if All[i].Status == status {
			return &All[i]
		}
	}
	return &Sort{"other", http.StatusText(status), http.StatusText(status), status}
}

// Status is the HTTP status of each kind of error.
var Status = map[ent.Kind]int{ent.Invalid: http.StatusBadRequest, ent.NotFound: http.StatusNotFound, ent.Conflict: http.StatusConflict, ent.Forbidden: http.StatusForbidden, ent.Unavailable: http.StatusServiceUnavailable, ent.TooOften: http.StatusTooManyRequests}
