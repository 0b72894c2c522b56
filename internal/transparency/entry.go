// Package transparency is the log of the institution's record: an append-only Merkle
// tree in which every version put on record has one entry, so that partners and
// overseers can see that nothing was changed or left out behind their back. It
// follows C2SP tlog-tiles, tlog-checkpoint, signed-note and tlog-cosignature.
//
// An entry tells what was done, by whom and when, with the SHA-256 of the content,
// never the content. For classified content the entry holds only a salted commitment:
// it proves that something was put on record then and has not been altered since, and
// nothing else. Whoever may see the content can check the commitment.
package transparency

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"entente/internal/record"
)

// Entry is the plain form of a leaf of the log.
type Entry struct {
	Form     int    `json:"v"` // 1
	At       string `json:"at"`
	By       string `json:"by"`
	Kind     string `json:"kind"`
	ID       string `json:"id"`
	Subject  string `json:"subject,omitempty"`
	From     string `json:"from,omitempty"`
	Until    string `json:"until,omitempty"`
	Replaces *int64 `json:"replaces,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Withdraw bool   `json:"withdrawn,omitempty"`
	SHA256   string `json:"sha256"`
}

// Sealed is the form of a leaf for classified content.
type Sealed struct {
	Form       int    `json:"v"`
	At         string `json:"at"`
	Commitment string `json:"commitment"` // SHA-256 of the salt followed by the plain form
}

// MaxEntry is the longest leaf that an entry bundle can hold.
const MaxEntry = 1<<16 - 1

// Stamp prints a recorded time as entries do: RFC 3339, UTC, microseconds.
func Stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// Leaf returns the bytes of the log's entry for a version. They follow from the
// version alone, so that anybody who holds it can compute them again.
func Leaf(v *record.Version) []byte {
	plain := plainLeaf(v)
	if v.Classified == "" {
		return plain
	}
	h := sha256.New()
	h.Write(v.Salt)
	h.Write(plain)
	return marshal(Sealed{Form: 1, At: Stamp(v.At), Commitment: hex.EncodeToString(h.Sum(nil))})
}

func plainLeaf(v *record.Version) []byte {
	sum := sha256.Sum256(v.Body)
	e := Entry{Form: 1, At: Stamp(v.At), By: string(v.By), Kind: string(v.Kind), ID: v.ID, Subject: v.Subject, Reason: v.Reason, Withdraw: v.Withdrawn, SHA256: hex.EncodeToString(sum[:])}
	if v.Valid.From != 0 {
		e.From = v.Valid.From.String()
	}
	if v.Valid.Until != 0 {
		e.Until = v.Valid.Until.String()
	}
	if v.Replaces != record.New {
		e.Replaces = &v.Replaces
	}
	return marshal(e)
}

// marshal encodes what cannot fail to encode.
func marshal(x any) []byte {
	b, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	return b
}
