// Package clause finds the clauses in an agreement's text.
package clause
