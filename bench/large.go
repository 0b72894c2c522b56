package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/treaty"
)

const largeLibrary = 75_000

// large builds a library of 75,000 instruments from real treaty lists and asks it.
func large(lib *law.Library) error {
	fmt.Println("## A library of 75,000 instruments")
	dir := shared()
	if dir == "" {
		fmt.Println("left out: there is no folder of treaty lists (set ENTENTE_SHARED)")
		return nil
	}
	seed, err := seedInstruments(lib, filepath.Join(dir, "data"))
	if err != nil {
		return err
	}
	runtime.GC()
	var empty, before, after runtime.MemStats
	runtime.ReadMemStats(&empty)
	ins := multiply(lib, seed)
	acts := 0
	for i := range ins {
		acts += strings.Count(ins[i].Acts, "\n") + len(ins[i].Record)
	}
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	big, problems := treaty.NewLibrary(lib.Treaties.World(), ins, nil)
	built := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(problems) > 0 {
		return fmt.Errorf("%d problems, the first: %v", len(problems), problems[0])
	}
	fmt.Println("| what | measured | limit |\n| --- | --- | --- |")
	fmt.Printf("| instruments; States' lines of acts | %d; %d | 75,000 |\n", len(big.IDs()), acts)
	fmt.Printf("| building it | %v | 2 s |\n", built.Round(time.Millisecond))
	fmt.Printf("| memory it takes; with the texts of all instruments | %d MB; %d MB | 300 MB |\n", (after.HeapAlloc-before.HeapAlloc)>>20, (after.HeapAlloc-empty.HeapAlloc)>>20)
	p50, p99, worst := askStatus(big)
	fmt.Printf("| status on a day, p50 / p99 / worst of 500,000 | %v / %v / %v | p99 50 µs |\n", p50, p99, worst)
	matrix(big)
	update(big)
	runtime.KeepAlive(ins)
	return nil
}

func askStatus(big *treaty.Library) (p50, p99, worst time.Duration) {
	r := rand.New(rand.NewPCG(3, 4))
	ids, codes := big.IDs(), big.World().Codes()
	ds := make([]time.Duration, 500_000)
	for i := range ds {
		id, c := ids[r.IntN(len(ids))], codes[r.IntN(len(codes))]
		on := ent.NewDate(1850+r.IntN(180), 1+r.IntN(12), 1)
		start := time.Now()
		s := big.Status(c, id, on)
		ds[i] = time.Since(start)
		if s.State != c {
			panic("status")
		}
	}
	slices.Sort(ds)
	return ds[len(ds)/2], ds[len(ds)*99/100], ds[len(ds)-1]
}

// update takes an act of a registered instrument into the library and asks for it.
func update(big *treaty.Library) {
	day := ent.NewDate(2020, 1, 1)
	in := treaty.Instrument{ID: "BENCH-1", Title: "an agreement of the register", EntryIntoForce: treaty.EntryIntoForce{Initial: treaty.Threshold{Count: 2}}}
	d := median(15, 1, func() {
		day = day.AddDays(1)
		in.Record = []treaty.Act{{State: "FIN", Act: treaty.Ratified, On: day}, {State: "JPN", Act: treaty.Ratified, On: day}}
		next, problems := big.With(in)
		if len(problems) > 0 || !next.Between([]ent.StateCode{"FIN", "JPN"}, "BENCH-1", day).InForce {
			panic("update")
		}
	})
	fmt.Printf("| an act registered, until `between` sees it | %v | 50 ms |\n", d.Round(100*time.Microsecond))
}

func matrix(big *treaty.Library) {
	codes := big.World().Codes()
	if len(codes) > 200 {
		codes = codes[:200]
	}
	on := ent.NewDate(2005, 1, 1)
	relations := 0
	var n int
	d := median(7, 1, func() {
		m := big.Matrix(codes, on)
		n, relations = len(m.Instruments), 0
		for i := range codes {
			for j := range codes {
				if i != j {
					relations += m.Count(i, j)
				}
			}
		}
	})
	fmt.Printf("| %d × %d States × %d multilateral instruments on a day (%d relations) | %v | 50 ms |\n", len(codes), len(codes), n, relations, d.Round(100*time.Microsecond))
}

// seedInstruments reads the lists of treaties with days of entry into force and parties.
func seedInstruments(lib *law.Library, data string) ([]treaty.Instrument, error) {
	many, err := manyTreaties(lib, filepath.Join(data, "many-treaties", "many_parties__GGO.csv.gz"))
	if err != nil {
		return nil, err
	}
	uk, err := ukTreaties(lib, filepath.Join(data, "uk-treaties", "uk_treaties_fcdo_2022.csv"))
	return append(many, uk...), err
}

func column(head []string, name string) int { return slices.Index(head, name) }

func manyTreaties(lib *law.Library, name string) ([]treaty.Instrument, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	rows := csv.NewReader(z)
	rows.FieldsPerRecord = -1
	head, err := rows.Read()
	if err != nil {
		return nil, err
	}
	state, id, title, force, end := column(head, "stateID"), column(head, "treatyID"), column(head, "Title"), column(head, "StateForce"), column(head, "StateEnd")
	by := map[string]*treaty.Instrument{}
	var order []string
	for {
		row, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		c := ent.StateCode(row[state])
		on, derr := ent.ParseDate(row[force])
		if lib.Treaties.World().State(c) == nil || derr != nil {
			continue
		}
		in := by[row[id]]
		if in == nil {
			in = &treaty.Instrument{ID: ent.InstrumentID(row[id]), Title: row[title]}
			by[row[id]] = in
			order = append(order, row[id])
		}
		in.Acts += fmt.Sprintf("%s bound %s", c, on)
		if e, err := ent.ParseDate(row[end]); err == nil && e > on {
			in.Acts += "; ceased " + e.String()
		}
		in.Acts += "\n"
	}
	var out []treaty.Instrument
	for _, k := range order {
		out = append(out, *by[k])
	}
	return out, nil
}

func ukTreaties(lib *law.Library, name string) ([]treaty.Instrument, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows := csv.NewReader(f)
	rows.FieldsPerRecord = -1
	rows.LazyQuotes = true
	head, err := rows.Read()
	if err != nil {
		return nil, err
	}
	var out []treaty.Instrument
	for n := 0; ; n++ {
		row, err := rows.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if in, ok := ukTreaty(lib, head, row, n); ok {
			out = append(out, in)
		}
	}
}

func ukTreaty(lib *law.Library, head, row []string, n int) (treaty.Instrument, bool) {
	var on ent.Date
	var parties, title string
	for i, h := range head {
		switch {
		case i >= len(row):
		case h == "parties":
			parties = row[i]
		case h == "title":
			title = row[i]
		case (h == "eif" || h == "eif_effective") && len(row[i]) >= 10:
			on, _ = ent.ParseDate(row[i][:10])
		}
	}
	if on == 0 {
		return treaty.Instrument{}, false
	}
	in := treaty.Instrument{ID: ent.InstrumentID(fmt.Sprintf("UKT-%d", n)), Title: title, Acts: "GBR bound " + on.String() + "\n"}
	seen := map[ent.StateCode]bool{"GBR": true}
	for _, p := range strings.Split(parties, ";") {
		c, err := lib.Treaties.World().Find(strings.TrimSpace(p))
		if err == nil && !seen[c] && len(c) == 3 {
			seen[c] = true
			in.Acts += fmt.Sprintf("%s bound %s\n", c, on)
		}
	}
	return in, true
}

// multiply fills the library up to its size with copies under other names.
func multiply(lib *law.Library, seed []treaty.Instrument) []treaty.Instrument {
	var out []treaty.Instrument
	for _, id := range lib.Treaties.IDs() {
		in := *lib.Treaties.Instrument(id)
		in.Aliases = nil
		out = append(out, in)
	}
	for n := 0; len(out) < largeLibrary; n++ {
		in := seed[n%len(seed)]
		in.ID = ent.InstrumentID(fmt.Sprintf("%s-%d", in.ID, n))
		out = append(out, in)
	}
	return out
}

// coldStart times the program from start to answer.
func coldStart(*law.Library) error {
	fmt.Println("## Cold start of `entente status` (limit 150 ms)")
	bin, done, err := program()
	if err != nil {
		return err
	}
	defer done()
	d := median(15, 1, func() {
		if err := exec.Command(bin, "status", "LTU", "CCM", "--on", "2025-03-06").Run(); err != nil {
			panic(err)
		}
	})
	fmt.Printf("median of 15: %v\n", d.Round(time.Millisecond))
	return nil
}
