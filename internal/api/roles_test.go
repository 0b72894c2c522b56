package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"entente/internal/access"
)

// staff is everybody who signed in but partners, who are machines of others.
const staff = "administrator legal-adviser planner vetting-officer transfer-officer sharing-officer approver records-officer oversight"

const (
	keepers = "records-officer legal-adviser"
	finders = "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer"
	doers   = finders + " approver"
	jurists = "legal-adviser"
)

// rows says of every operation which roles may call it.
var rows = map[string]string{
	"status": staff, "parties": staff, "reservations": staff, "between": staff, "exit": staff, "coverage": staff, "assess": staff,
	"list-instruments": staff, "get-instrument": staff, "instrument-history": staff, "add-instrument": keepers, "revise-instrument": keepers,
	"list-texts": staff, "get-text": staff, "add-text": keepers, "add-agreement": keepers,
	"list-acts": staff, "add-act": keepers, "correct-act": keepers,
	"list-norms": staff, "get-norm": staff, "add-norms": jurists, "withdraw-norm": jurists,
	"list-activity-kinds": staff, "list-activities": staff, "get-activity": staff, "plan-activity": "planner", "clear-activity": doers, "override-activity": "approver", "step-activity": "planner", "go-activity": "planner",
	"enter-entry": "planner", "correct-entry": "planner", "get-activity-matrix": staff, "get-activity-account": staff, "get-activity-agenda": staff, "get-activity-paper": staff, "find-units": staff, "list-goals": staff, "list-turns": staff,
	"list-duties": staff, "get-duty": staff, "add-duty": doers, "fulfil-duty": doers, "clock-duty": doers,
	"list-days": staff, "list-calendars": staff, "add-calendar": doers,
	"list-findings": staff, "get-finding": staff, "replay-finding": staff, "add-finding": finders, "sign-finding": "approver", "watch-finding": finders, "track-finding": doers,
	"read-document": staff, "list-proposals": staff, "decide-proposals": jurists, "undo-decision": jurists,
	"search": staff, "list-entries": staff, "prove-entry": staff,
}

var anything = strings.NewReplacer("{id}", "X-1", "{hash}", "x", "{which}", "1", "{seq}", "0", "{n}", "1", "{paper}", "report", "{instrument}", "NAT")

// Every operation is called by every role with a request that says nothing: who may not is
// refused before anything of it is read, and told whether to sign in. An operation without
// a row fails.
func TestOperationsByRole(t *testing.T) {
	h := opened(t)
	met := map[string]bool{}
	h.operations(func(method, path string, op *operation) {
		met[op.OperationID] = true
		row, ok := rows[op.OperationID]
		if !ok {
			t.Errorf("%s %s (%s) has no row", method, path, op.OperationID)
			return
		}
		for _, role := range append([]access.Role{access.Nobody}, access.Roles...) {
			may := slices.Contains(strings.Fields(row), string(role))
			status := h.ask(role, method, strings.TrimPrefix(anything.Replace(path), "/api/v1"), "").status
			refused := status == http.StatusForbidden || status == http.StatusUnauthorized
			if refused == may || refused && (role == access.Nobody) != (status == http.StatusUnauthorized) || status >= 500 {
				t.Errorf("%s for a %s: %d", op.OperationID, role, status)
			}
		}
	})
	for id := range maps.Keys(rows) {
		if !met[id] {
			t.Errorf("the row %s is of no operation", id)
		}
	}
}
