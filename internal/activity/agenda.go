package activity

import ent "entente"

// Agenda is what the record gives a meeting to speak of.
type Agenda struct {
	Since ent.Date        `json:"since"` // the meeting of the series before, else a quarter of a year before
	After string          `json:"after,omitempty"`
	Items []Point         `json:"items"`
	Among []ent.StateCode `json:"among"`
}

// Point is one thing to speak of.
type Point struct {
	Sort   string   `json:"sort"` // decision, duty, gate, step, law
	Text   string   `json:"text"`
	Source string   `json:"source"` // what on record it comes from
	Day    ent.Date `json:"day,omitempty"`
	Late   bool     `json:"late,omitempty"`
	Ref    string   `json:"ref"` // the page on which it stands
	Taken  bool     `json:"taken,omitempty"`
}

// The sorts of points.
const (
	OfDecision = "decision"
	OfDuty     = "duty"
	OfGate     = "gate"
	OfStep     = "step"
	OfLaw      = "law"
)

// PointSort is a sort of points under its heading.
type PointSort struct{ Sort, Title string }

// PointSorts are the sorts in the order in which a meeting takes them. They are not to be changed.
var PointSorts = []PointSort{
	{OfDecision, "Decisions not carried out yet"}, {OfDuty, "Duties that fall due"}, {OfGate, "Activities that are not ready"}, {OfStep, "Steps"}, {OfLaw, "What changed in the law"},
}
