// Package burden works out who owes what: contributions against an agreed key, and claims that
// were paid, shared by the rule of the status-of-forces agreement. Amounts of different currencies,
// or of prices of different years, are never added up; shares are exact fractions.
package burden

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

// The sections that are read.
const (
	contributions = "contributions"
	shares        = "key"
	awards        = "awards"
)

// Account is how an activity stands.
type Account struct {
	Key      []Share    `json:"key"` // of each participant, as parts of one; none: no key was agreed
	Sums     []Sum      `json:"sums"`
	Unvalued []Given    `json:"unvalued"` // what was given without an amount, or without currency and year of prices
	Claims   []Claim    `json:"claims"`
	Claimed  []Sum      `json:"claimed"` // the claims by currency: what each bears, and what it paid
	Owes     []Transfer `json:"owes"`    // what would settle the contributions, the largest first
	Settle   []Transfer `json:"settle"`  // what would settle the claims
}

// Share is one participant's part.
type Share struct {
	State ent.StateCode `json:"state"`
	Part  Amount        `json:"part"`
}

// Sum is what was given in one currency, at the prices of one year.
type Sum struct {
	Currency string `json:"currency"`
	Prices   string `json:"prices,omitempty"`
	Total    Amount `json:"total"`
	Lines    []Line `json:"lines"`
}

// Line is one participant's part of a sum. Balance is what it gave beyond its part.
type Line struct {
	State   ent.StateCode `json:"state"`
	Given   Amount        `json:"given"`
	Due     Amount        `json:"due"`
	Balance Amount        `json:"balance"`
}

// Given is something given that has no comparable value.
type Given struct {
	State ent.StateCode `json:"state"`
	Sort  string        `json:"sort"`
	What  string        `json:"what"`
	Why   string        `json:"why"`
}

// Transfer is what one would pay to another.
type Transfer struct {
	From     ent.StateCode `json:"from"`
	To       ent.StateCode `json:"to"`
	Amount   Amount        `json:"amount"`
	Currency string        `json:"currency"`
	Prices   string        `json:"prices,omitempty"`
}

// Claim is a claim that was paid, with who bears how much by which rule. Open says why it cannot
// be told.
type Claim struct {
	N        int      `json:"n"`
	What     string   `json:"what"`
	Amount   Amount   `json:"amount"`
	Currency string   `json:"currency"`
	Rule     string   `json:"rule,omitempty"`
	Lines    []Share  `json:"lines"` // amounts
	Open     string   `json:"open,omitempty"`
	Cites    []string `json:"cites"`
}

// Amount is an exact fraction; it is written with two decimals, rounded half away from zero.
type Amount struct{ *big.Rat }

// String writes it with two decimals.
func (a Amount) String() string {
	if a.Rat == nil {
		return "0.00"
	}
	return a.FloatString(2)
}

// Grouped writes it with a blank that does not break between thousands, for people.
func (a Amount) Grouped() string {
	whole, cents, _ := strings.Cut(a.String(), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "\u00a0" + whole[i:]
	}
	return sign + whole + "." + cents
}

// MarshalText is String.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Percent writes a part of one as a percentage.
func (a Amount) Percent() string {
	return new(big.Rat).Mul(a.Rat, big.NewRat(100, 1)).FloatString(1) + " %"
}

// Negative reports whether it is below zero.
func (a Amount) Negative() bool { return a.Rat != nil && a.Sign() < 0 }

// Of works out the account of an activity. The law tells which agreement's rule shares a claim.
func Of(lib *law.Library, a *activity.Activity) (*Account, error) {
	out := &Account{Key: key(a), Sums: []Sum{}, Unvalued: []Given{}, Claims: []Claim{}, Claimed: []Sum{}, Owes: []Transfer{}, Settle: []Transfer{}}
	parts := map[ent.StateCode]*big.Rat{}
	for _, s := range out.Key {
		parts[s.State] = s.Part.Rat
	}
	for _, e := range a.Of(contributions) {
		given, why := e.Number("amount"), ""
		switch {
		case given == nil:
			why = "no amount is stated"
		case e.Values["currency"] == "":
			why = "its currency is not stated"
		case e.Values["prices"] == "":
			why = "the year of its prices is not stated"
		}
		if why != "" {
			out.Unvalued = append(out.Unvalued, Given{e.Participant("state"), e.Values["sort"], e.Values["what"], why})
			continue
		}
		sum(&out.Sums, e.Values["currency"], e.Values["prices"]).add(e.Participant("state"), given, nil)
	}
	for i := range out.Sums {
		s := &out.Sums[i]
		for state, part := range parts {
			s.add(state, new(big.Rat), new(big.Rat).Mul(s.Total.Rat, part))
		}
		s.close()
		if len(parts) > 0 {
			out.Owes = append(out.Owes, s.settle()...)
		}
	}
	if err := out.claims(lib, a); err != nil {
		return nil, err
	}
	return out, nil
}

// key returns the agreed shares as parts of one.
func key(a *activity.Activity) []Share {
	all := new(big.Rat)
	out := []Share{}
	for _, e := range a.Of(shares) {
		n := e.Number("share")
		if n == nil || n.Sign() < 0 {
			continue
		}
		all.Add(all, n)
		i := slices.IndexFunc(out, func(s Share) bool { return s.State == e.Participant("state") })
		if i < 0 {
			out = append(out, Share{e.Participant("state"), Amount{new(big.Rat)}})
			i = len(out) - 1
		}
		out[i].Part.Add(out[i].Part.Rat, n)
	}
	if all.Sign() == 0 {
		return []Share{}
	}
	for i := range out {
		out[i].Part.Quo(out[i].Part.Rat, all)
	}
	return out
}

// sum finds the sum of a currency and a year of prices.
func sum(all *[]Sum, currency, prices string) *Sum {
	i := slices.IndexFunc(*all, func(s Sum) bool { return s.Currency == currency && s.Prices == prices })
	if i < 0 {
		*all = append(*all, Sum{Currency: currency, Prices: prices, Total: Amount{new(big.Rat)}, Lines: []Line{}})
		i = len(*all) - 1
	}
	return &(*all)[i]
}

// add adds to what a participant gave, which counts for the total, and to what is due from it.
func (s *Sum) add(state ent.StateCode, given, due *big.Rat) {
	i := slices.IndexFunc(s.Lines, func(l Line) bool { return l.State == state })
	if i < 0 {
		s.Lines = append(s.Lines, Line{State: state, Given: Amount{new(big.Rat)}, Due: Amount{new(big.Rat)}})
		i = len(s.Lines) - 1
	}
	l := &s.Lines[i]
	l.Given.Add(l.Given.Rat, given)
	s.Total.Add(s.Total.Rat, given)
	if due != nil {
		l.Due.Add(l.Due.Rat, due)
	}
}

// close works out the balances, in the order of the States.
func (s *Sum) close() {
	for i := range s.Lines {
		l := &s.Lines[i]
		l.Balance = Amount{new(big.Rat).Sub(l.Given.Rat, l.Due.Rat)}
	}
	slices.SortFunc(s.Lines, func(x, y Line) int { return cmp.Compare(x.State, y.State) })
}

// settle returns payments after which every balance is zero: whoever owes most pays whoever gave
// most too much. Balances add up to zero, for the parts of a key add up to one.
func (s *Sum) settle() []Transfer {
	type side struct {
		state ent.StateCode
		left  *big.Rat
	}
	var owe, own []side
	for _, l := range s.Lines {
		switch l.Balance.Sign() {
		case -1:
			owe = append(owe, side{l.State, new(big.Rat).Neg(l.Balance.Rat)})
		case 1:
			own = append(own, side{l.State, new(big.Rat).Set(l.Balance.Rat)})
		}
	}
	most := func(x, y side) int { return cmp.Or(y.left.Cmp(x.left), cmp.Compare(x.state, y.state)) }
	var out []Transfer
	for len(owe) > 0 && len(own) > 0 {
		slices.SortFunc(owe, most)
		slices.SortFunc(own, most)
		n := new(big.Rat).Set(owe[0].left)
		if own[0].left.Cmp(n) < 0 {
			n.Set(own[0].left)
		}
		out = append(out, Transfer{owe[0].state, own[0].state, Amount{n}, s.Currency, s.Prices})
		for _, x := range []*[]side{&owe, &own} {
			if (*x)[0].left.Sub((*x)[0].left, n).Sign() == 0 {
				*x = (*x)[1:]
			}
		}
	}
	return out
}

// claims shares the claims that were paid.
func (out *Account) claims(lib *law.Library, a *activity.Activity) error {
	for _, e := range a.Of(awards) {
		c := Claim{N: e.N, What: e.Values["what"], Amount: Amount{e.Number("amount")}, Currency: e.Values["currency"], Lines: []Share{}, Cites: []string{}}
		if err := c.share(lib, a, &e); err != nil {
			return err
		}
		out.Claims = append(out.Claims, c)
		paid := e.Participant("paid")
		if c.Open != "" {
			continue
		}
		if paid == "" {
			paid = a.Territory // who adjudicates pays first
		}
		s := sum(&out.Claimed, c.Currency, "")
		s.add(paid, c.Amount.Rat, nil)
		for _, l := range c.Lines {
			s.add(l.State, new(big.Rat), l.Part.Rat)
		}
	}
	for i := range out.Claimed {
		out.Claimed[i].close()
		out.Settle = append(out.Settle, out.Claimed[i].settle()...)
	}
	return nil
}

// share works out who bears a claim, as the law engine says.
func (c *Claim) share(lib *law.Library, a *activity.Activity, e *activity.Entry) error {
	host := a.Territory
	if host == "" {
		c.Open = "the territory of the activity is not stated"
		return nil
	}
	var guilty, sending []ent.StateCode
	for _, f := range strings.FieldsFunc(e.Values["responsible"], func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		s := ent.StateCode(ent.Fold(f))
		if !slices.ContainsFunc(a.Participants, func(p activity.Participant) bool { return p.State == s }) {
			c.Open = fmt.Sprintf("%s is said to be responsible and does not take part", s)
			return nil
		}
		if !slices.Contains(guilty, s) {
			guilty = append(guilty, s)
			if s != host {
				sending = append(sending, s)
			}
		}
	}
	if len(sending) == 0 {
		c.Open = "no sending State is responsible: the receiving State bears what its own forces did"
		return nil
	}
	f, err := ask(lib, a, e, sending, guilty)
	if err != nil {
		return err
	}
	if len(f.Shares) == 0 {
		c.why(f)
		return nil
	}
	for _, n := range f.Norms {
		if n.State == law.Met && slices.Contains(finding.Sharing, n.Norm) {
			c.Rule, c.Cites = n.Title, n.Cites
		}
	}
	parts, all := finding.Parts(host, guilty), int64(0)
	for _, p := range parts {
		all += int64(p.Of)
	}
	for _, p := range parts {
		c.Lines = append(c.Lines, Share{p.State, Amount{new(big.Rat).Mul(c.Amount.Rat, big.NewRat(int64(p.Of), all))}})
	}
	slices.SortFunc(c.Lines, func(x, y Share) int { return cmp.Compare(x.State, y.State) })
	return nil
}

// why says why the law does not share a claim.
func (c *Claim) why(f *finding.Finding) {
	c.Open = "no rule that the program knows shares claims between these States; their agreement decides"
	for _, n := range f.Norms {
		if n.State == law.Met && n.Norm == "SOFA-8-6" {
			c.Open, c.Cites = n.Title, n.Cites
		}
	}
}

// ask puts the claim to the law: of a third party, against those who were there.
func ask(lib *law.Library, a *activity.Activity, e *activity.Entry, sending, guilty []ent.StateCode) (*finding.Finding, error) {
	type participant struct {
		State ent.StateCode `yaml:"state"`
		Role  string        `yaml:"role"`
	}
	who := []participant{{a.Territory, "host"}}
	for i, s := range sending {
		who = append(who, participant{s, map[bool]string{true: "sending", false: "other-sending"}[i == 0]})
	}
	on := e.Day("day")
	text, err := yaml.Marshal(map[string]any{"matter": e.Values["what"], "kind": "claim", "on": on.String(), "territory": a.Territory, "participants": who, "facts": map[string]any{
		"claim.claimant": "third-party", "claim.amount": map[string]any{"amount": &yaml.Node{Kind: yaml.ScalarNode, Value: e.Values["amount"]}, "currency": e.Values["currency"]}, "claim.responsible": guilty,
		"claim.from_combat": e.Values["combat"] == "yes", "offence.official_duty": e.Values["duty"] == "yes"}})
	if err != nil {
		return nil, err
	}
	m, err := matter.Read(lib, a.ID, text, on)
	if err != nil {
		return nil, err
	}
	return finding.Decide(lib, m)
}
