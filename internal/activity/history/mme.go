package history

import (
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/curate/sheet"
)

var (
	mmeColumns = []string{"MMEID", "Ex_Name", "Series_Name", "Location", "lat", "lon", "StartDate", "s.year", "s.month", "s.day", "EndDate", "e.year", "e.month", "e.day", "StateA", "StateB"}
	mmeSorts   = []string{"CPX", "Air", "Land", "Sea", "Amphibious", "Cyber", "Warfighting", "Peacekeeping", "Humanitarian"}
	mmeStates  = letters("AZ")
)

// mme reads the table of multinational military exercises. Of those that it counts under one
// id only the first is taken: nobody could tell the others from it.
func (r *reading) mme(text string) error {
	return sheet.Read(text, mmeColumns, func(row sheet.Row) error {
		id := row.Get("MMEID")
		x := &exercise{line: row.Line, id: ent.Fold(id), source: "MME v7, " + id, name: row.Get("Ex_Name"), series: row.Get("Series_Name"), fault: row.Fault,
			states: cells(row, "State", mmeStates)}
		if place := row.Get("Location"); said(place) {
			x.place = []string{place}
		}
		x.days(row, column{"s", "StartDate"}, column{"e", "EndDate"})
		x.point(row.Get("lat"), row.Get("lon"))
		x.sorts(row)
		x.remark("Focus", row.Get("FocusDescription"))
		x.remark("Participants", row.Get("AdditionalParticipantInfo"))
		r.take(x)
		return nil
	})
}

// point keeps where on the map it was.
func (x *exercise) point(lat, lon string) {
	φ, err1 := strconv.ParseFloat(lat, 64)
	λ, err2 := strconv.ParseFloat(lon, 64)
	switch {
	case !said(lat) && !said(lon):
		x.tell("no latitude and longitude")
	case err1 != nil || err2 != nil || !(φ >= -90 && φ <= 90) || !(λ >= -180 && λ <= 180):
		x.tell("latitude %q and longitude %q are no point; they were left out", lat, lon)
	case φ == 0 && λ == 0:
		x.tell("latitude and longitude are both 0; they were left out")
	default:
		x.remark("Latitude, longitude", lat+", "+lon)
	}
}

// sorts keeps of which sort it was: in columns of 0 and 1.
func (x *exercise) sorts(row sheet.Row) {
	var sorts []string
	for _, c := range mmeSorts {
		switch cell := row.Get(c); {
		case cell == "1":
			sorts = append(sorts, strings.ToLower(c))
		case cell != "0" && cell != "":
			x.tell("%s: %q is neither 0 nor 1; it was left out", c, cell)
		}
	}
	x.remark("Sort", strings.Replace(strings.Join(sorts, ", "), "cpx", "command post", 1))
}
