package naming

import "strings"

// TableCodes are the codes of the table of States.
func TableCodes() map[string]bool { return firsts(stateNames) }

// TableIDs are the ids of the table of instruments.
func TableIDs() map[string]bool { return firsts(instrumentNames) }

func firsts(table string) map[string]bool {
	out := map[string]bool{}
	each(table, func(id, _ string) {
		if id = strings.Trim(id, "~-"); id != "" {
			out[id] = true
		}
	})
	return out
}
