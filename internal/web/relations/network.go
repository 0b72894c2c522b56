package relations

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/web/page"
	"entente/internal/web/picture"
)

var networkPage = templates("network.html")

// maxNodes is how many States are drawn beside one another.
const maxNodes = 80

// networkData is the page of the agreements among States, as a net and as a list.
type networkData struct {
	shared
	about
	Count     string // which agreements are counted: all, bilateral, multilateral
	Least     int
	Nodes     []Node
	Edges     []Edge
	Counted   int
	Downloads [2]string
	Searched  bool
}

// Node is a State; R is the larger the more agreements it has with the others.
type Node struct {
	page.Named
	X, Y, R float64
	Total   int
	Say     string
	Address string
}

// Edge is what is in force between two States.
type Edge struct {
	A, B                    *Node
	Bilateral, Multilateral int
	Width, Shade            float64
	IDs                     []ent.InstrumentID
	Address                 string
	Say                     string
}

// Number is how many agreements there are.
func (e Edge) Number() int { return e.Bilateral + e.Multilateral }

func showNetwork(c *page.Context) error {
	d, err := networkOf(c)
	if d == nil {
		return err
	}
	v := page.View{Title: "Network", Data: d, Scripts: scripts}
	if wrong(err) {
		v.Faults = []page.Fault{{Field: "states", Text: err.Error()}}
		return c.RenderFaults(networkPage, v)
	}
	if err != nil {
		return err
	}
	return c.Render(networkPage, v)
}

func networkOf(c *page.Context) (*networkData, error) {
	lib, err := c.Library()
	if err != nil {
		return nil, err
	}
	in := c.R.URL.Query()
	d := &networkData{shared: begin(c, lib), Count: in.Get("count"), Least: 1}
	if d.about, err = chooseAbout(c, lib.Treaties, d.Filter); err != nil {
		return d, err
	}
	if text := in.Get("least"); text != "" {
		if d.Least, err = strconv.Atoi(text); err != nil || d.Least < 1 {
			d.Least = 1
			return d, ent.Errorf(ent.Invalid, "at least %q agreements: write a number from 1 on", text)
		}
	}
	states, err := d.states(c, lib)
	if err != nil || len(states) == 0 {
		return d, err
	}
	if len(states) > maxNodes {
		return d, ent.Errorf(ent.Invalid, "%d States are too many to be told apart; name at most %d", len(states), maxNodes)
	}
	d.Searched = true
	in.Set("on", c.On.String())
	d.Downloads = [2]string{"/relations/network.svg?" + in.Encode(), "/relations/network.csv?" + in.Encode()}
	d.net(lib.Treaties, states, c.On, c.Today())
	return d, nil
}

// agreement is one that some of the States ever had to do with; who are their places, in order.
type agreement struct {
	id  ent.InstrumentID
	who []int
}

// sharing returns those of the agreements that two or more of the States had to do with: no
// other is in force between two of them on any day.
func sharing(l *treaty.Library, ids []ent.InstrumentID, states []ent.StateCode) []agreement {
	of := map[ent.InstrumentID][]int{}
	for i, c := range states {
		for _, id := range l.Touching(c) {
			of[id] = append(of[id], i)
		}
	}
	var out []agreement
	for _, id := range ids {
		if who := of[id]; len(who) > 1 {
			out = append(out, agreement{id, who})
		}
	}
	return out
}

// between returns, for every two of the States, the agreements in force on the day.
func (d *networkData) between(l *treaty.Library, all []agreement, states []ent.StateCode, on ent.Date) map[[2]int][]ent.InstrumentID {
	out := map[[2]int][]ent.InstrumentID{}
	var who []int
	for _, x := range all {
		id := x.id
		who = who[:0]
		for _, i := range x.who {
			switch l.Standing(states[i], id, on) {
			case treaty.Party, treaty.ProvisionalParty, treaty.Contested:
				who = append(who, i)
			}
		}
		for x, i := range who {
			for _, j := range who[x+1:] {
				if !l.Special(id) || l.Between([]ent.StateCode{states[i], states[j]}, id, on).InForce {
					out[[2]int{i, j}] = append(out[[2]int{i, j}], id)
				}
			}
		}
	}
	return out
}

// counted returns the agreements that are counted: binding ones that are open to some, by what
// they are about and between how many they are.
func (d *networkData) counted(l *treaty.Library) (ids []ent.InstrumentID, bilateral map[ent.InstrumentID]bool) {
	bilateral = map[ent.InstrumentID]bool{}
	for _, id := range l.IDs() {
		in := l.Instrument(id)
		if !in.Binding || in.Participants == treaty.All || in.Of != "" || !d.takes(in) {
			continue
		}
		if l.Participants(id) == 2 {
			bilateral[id] = true
		}
		if d.Count == "bilateral" && !bilateral[id] || d.Count == "multilateral" && bilateral[id] {
			continue
		}
		ids = append(ids, id)
	}
	return ids, bilateral
}

// net draws the States where they stand over all years alike, so that the years can be compared.
func (d *networkData) net(l *treaty.Library, states []ent.StateCode, on, today ent.Date) {
	ids, bilateral := d.counted(l)
	d.Counted = len(ids)
	all := sharing(l, ids, states)
	weight := map[[2]int]float64{}
	for year := 1955; year <= today.Year(); year += 10 {
		for pair, list := range d.between(l, all, states, ent.NewDate(year, 6, 1)) {
			for _, id := range list {
				weight[pair] += 1
				if bilateral[id] {
					weight[pair] += 3
				}
			}
		}
	}
	at := picture.Layout(len(states), func(i, j int) float64 { return weight[[2]int{min(i, j), max(i, j)}] }, picture.Box{28, 28, 772, 532}, 45)
	for i, c := range states {
		d.Nodes = append(d.Nodes, Node{Named: page.Named{Code: c, Name: d.name(l.World(), c)}, X: round(at[i][0]), Y: round(at[i][1]),
			Address: "/relations/timeline?" + url.Values{"states": {string(c)}, "on": {on.String()}}.Encode()})
	}
	now := d.between(l, all, states, on)
	for pair, list := range now {
		if len(list) < d.Least {
			continue
		}
		e := Edge{A: &d.Nodes[pair[0]], B: &d.Nodes[pair[1]], IDs: list}
		for _, id := range list {
			if bilateral[id] {
				e.Bilateral++
			} else {
				e.Multilateral++
			}
		}
		e.A.Total, e.B.Total = e.A.Total+len(list), e.B.Total+len(list)
		d.Edges = append(d.Edges, e)
	}
	slices.SortFunc(d.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(b.Number(), a.Number()), strings.Compare(a.A.Name+a.B.Name, b.A.Name+b.B.Name))
	})
	d.dress(on)
}

// dress gives edges their width and shade, nodes their size, and all of them words.
func (d *networkData) dress(on ent.Date) {
	most, total := 1, 1
	for _, e := range d.Edges {
		most = max(most, e.Number())
	}
	for _, n := range d.Nodes {
		total = max(total, n.Total)
	}
	room := min(1, math.Sqrt(80/float64(len(d.Edges)+1))) // where there are many lines they are thinner and lighter
	for i := range d.Edges {
		e := &d.Edges[i]
		f := float64(e.Number()) / float64(most)
		e.Width, e.Shade = round(0.7+5.3*f*room), math.Round(100*(0.12+0.78*f*f*room))/100
		e.Address = "/relations?" + url.Values{"states": {string(e.A.Code) + ", " + string(e.B.Code)}, "on": {on.String()}}.Encode()
		e.Say = fmt.Sprintf("%s and %s: %s in force (%d between the two alone)", e.A.Name, e.B.Name, agreements(e.Number()), e.Bilateral)
	}
	for i := range d.Nodes {
		n := &d.Nodes[i]
		n.R = round(15 + 5*math.Sqrt(float64(n.Total)/float64(total)))
		n.Say = fmt.Sprintf("%s %s: %s in force with the others, counted pair by pair", n.Code, n.Name, agreements(n.Total))
	}
}

func agreements(n int) string {
	if n == 1 {
		return "one agreement"
	}
	return fmt.Sprintf("%d agreements", n)
}

// Drawn are the edges, the weightiest last so that they lie on top.
func (d *networkData) Drawn() []Edge {
	out := slices.Clone(d.Edges)
	slices.Reverse(out)
	return out
}

func networkCSV(c *page.Context) error {
	d, err := networkOf(c)
	if err != nil {
		return err
	}
	t := c.Table("network-"+c.On.String()+".csv", "first", "second", "agreements", "bilateral", "multilateral", "instruments", "on")
	for _, e := range d.Edges {
		var ids []string
		for _, id := range e.IDs {
			ids = append(ids, string(id))
		}
		t.Row(string(e.A.Code), string(e.B.Code), strconv.Itoa(e.Number()), strconv.Itoa(e.Bilateral), strconv.Itoa(e.Multilateral), strings.Join(ids, " "), c.On.String())
	}
	return t.Close()
}

func networkSVG(c *page.Context) error {
	d, err := networkOf(c)
	if err != nil {
		return err
	}
	if !d.Searched {
		return ent.Errorf(ent.Invalid, "name two or more States")
	}
	var b bytes.Buffer
	fmt.Fprintln(&b, `<?xml version="1.0" encoding="UTF-8"?>`)
	if err := networkPage.Write(&b, c.Lang, "network", d); err != nil {
		return err
	}
	return c.Download("network-"+c.On.String()+".svg", "image/svg+xml", b.Bytes())
}
