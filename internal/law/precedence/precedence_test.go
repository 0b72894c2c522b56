package precedence

import (
	"testing"

	"pgregory.net/rapid"

	ent "entente"

	"entente/internal/law/norm"
)

func TestDecide(t *testing.T) {
	special := []norm.Displacement{{Norm: "CCM-21-3", Rule: "special", Reason: "interoperability"}}
	for _, c := range []struct {
		name     string
		a, b     Side
		prevails string
		rule     Rule
	}{
		{"a peremptory norm over the Charter", Side{Norm: "JC", Class: norm.JusCogens, Order: "international"}, Side{Norm: "UNC", Class: norm.Charter, Order: "international"}, "JC", JusCogens},
		{"a peremptory norm across orders", Side{Norm: "DOM", Class: norm.Domestic, Order: "domestic"}, Side{Norm: "JC", Class: norm.JusCogens, Order: "international"}, "JC", JusCogens},
		{"the Charter over a treaty", Side{Norm: "T", Class: norm.Treaty, Order: "international"}, Side{Norm: "UNC", Class: norm.Charter, Order: "international"}, "UNC", Charter103},
		{"domestic law stands for itself", Side{Norm: "DOM", Class: norm.Domestic, Order: "domestic"}, Side{Norm: "UNC", Class: norm.Charter, Order: "international"}, "", SeparateOrders},
		{"by its own words", Side{Norm: "CCM-1C", Class: norm.Treaty, Order: "international", DisplacedBy: special}, Side{Norm: "CCM-21-3", Class: norm.Treaty, Order: "international"}, "CCM-21-3", Special},
		{"the later treaty", Side{Norm: "OLD", Class: norm.Treaty, Order: "international", Since: 10}, Side{Norm: "NEW", Class: norm.Treaty, Order: "international", Since: 20}, "NEW", Later},
		{"custom and treaty", Side{Norm: "C", Class: norm.Custom, Order: "international"}, Side{Norm: "T", Class: norm.Treaty, Order: "international", Since: 20}, "", Open},
	} {
		v := Decide(c.a, c.b)
		if string(v.Prevails) != c.prevails || v.Rule != c.rule || v.Reason == "" {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
}

// Which of the two is named first makes no difference.
func TestDecideIsSymmetric(t *testing.T) {
	side := func(t *rapid.T, id string) Side {
		return Side{Norm: normID(id), Class: rapid.SampledFrom([]norm.Class{norm.JusCogens, norm.Charter, norm.Treaty, norm.Custom, norm.Domestic}).Draw(t, "class"+id),
			Order: rapid.SampledFrom([]string{"international", "domestic"}).Draw(t, "order"+id), Since: dateOf(rapid.IntRange(0, 3).Draw(t, "since"+id))}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := side(t, "A"), side(t, "B")
		if x, y := Decide(a, b), Decide(b, a); x.Prevails != y.Prevails || x.Rule != y.Rule {
			t.Fatalf("%+v and %+v", x, y)
		}
	})
}

func normID(s string) ent.NormID { return ent.NormID(s) }

func dateOf(n int) ent.Date { return ent.Date(n) }
