// Package entente holds the words that every part of Entente shares: codes of
// States, identifiers of instruments and norms, days, periods, and the kinds
// of error. It knows no law and imports nothing but the standard library.
package entente

import "strings"

// StateCode names a State by its ISO 3166-1 alpha-3 code. Former States keep
// their last code (SUN, DDR, CSK, YUG, SCG); XAA to XZZ are States that do not
// exist; organisations use their short name (UN, NATO, EU).
type StateCode string

// Hypothetical reports whether the code is one of XAA to XZZ, the user-assigned
// codes of ISO 3166-1 that stand for States which do not exist.
func (c StateCode) Hypothetical() bool {
	if len(c) != 3 || c[0] != 'X' {
		return false
	}
	return c[1] >= 'A' && c[1] <= 'Z' && c[2] >= 'A' && c[2] <= 'Z'
}

// InstrumentID names a legal instrument of the library, in upper case.
type InstrumentID string

// NormID names a norm, in upper case.
type NormID string

// Fold returns an identifier as it is compared: upper case, without blanks around it.
func Fold(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// Confidence says how well a fact of law has been checked.
type Confidence string

// The three grades of confidence.
const (
	Verified Confidence = "verified" // read at the source
	Known    Confidence = "known"    // settled, not read again
	Unsure   Confidence = "unsure"   // to be checked with the depositary
)
