package source

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	ent "entente"
	"entente/internal/law/world"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/search"
)

// Reading is what a text on record says: its articles, and what stands outside them, such
// as a preamble, an annex without articles or a note.
type Reading struct {
	Articles []Article
	Outside  string
	Language string // of what stands outside
}

// Article is an article of a text on record, with the clauses found in it.
type Article struct {
	Language, Number, Heading, Text string
	Annex                           string // in which it stands; empty: the agreement itself
	Clauses                         []string
	Ref                             string // path of the page on which it stands
}

// Texts makes a document of every article of the texts on record, and one of each text for
// its name and for what stands outside its articles. read reads the text of a version; one
// that cannot be read as an agreement, such as a map, is found by its name alone. An article
// names the parties of its instrument, and so is made again when an act is put on record.
func Texts(store record.Store, world *world.World, read func(context.Context, *record.Version) (*Reading, error)) search.Source {
	const one, all = "text/", "texts of/"
	x := &texts{store, world, read}
	return search.Source{
		Kinds: []record.Kind{register.KindText, register.KindInstrument, register.KindAct},
		Key: func(v *record.Version) string {
			switch v.Kind {
			case register.KindText:
				return one + v.ID
			case register.KindAct:
				return all + v.Subject
			}
			return all + v.ID
		},
		Groups: func(ctx context.Context, key string) ([]search.Group, error) {
			if id, ok := strings.CutPrefix(key, one); ok {
				g, err := x.group(ctx, key, id)
				return []search.Group{g}, err
			}
			var out []search.Group
			err := record.Each(ctx, store, record.Query{Kind: register.KindText, Subject: strings.TrimPrefix(key, all), Bare: true}, func(v *record.Version) error {
				g, err := x.group(ctx, one+v.ID, v.ID)
				out = append(out, g)
				return err
			})
			return out, err
		},
	}
}

type texts struct {
	store record.Store
	world *world.World
	read  func(context.Context, *record.Version) (*Reading, error)
}

// group makes the documents of one text.
func (x *texts) group(ctx context.Context, key, id string) (search.Group, error) {
	g := search.Group{Key: key}
	vs, err := x.store.Find(ctx, record.Query{Kind: register.KindText, ID: id})
	if err != nil || len(vs) == 0 {
		return g, err
	}
	k, err := register.TextOf(&vs[0])
	if err != nil {
		return g, err
	}
	in, err := x.lent(ctx, k.Instrument, vs[0].Classified)
	if err != nil {
		return g, err
	}
	r, err := x.read(ctx, &vs[0])
	if err != nil {
		return g, err
	}
	of := search.Doc{Instrument: k.Instrument, Version: k.Version, Parties: in.parties, Classified: vs[0].Classified, Names: in.names}
	g.Docs = append(g.Docs, textDoc(of, k, r))
	seen := map[string]int{}
	for _, a := range r.Articles {
		d := of
		d.Kind, d.ID = search.Provision, numbered(seen, id+"#"+a.Language+"/"+a.Number)
		d.Title = strings.Join(strings.Fields(fmt.Sprint(k.Instrument, " ", a.Annex, " ", a.Number, " ", a.Heading)), " ")
		d.Text, d.Language, d.Article, d.Clauses, d.Ref = a.Text, a.Language, a.Number, a.Clauses, a.Ref
		g.Docs = append(g.Docs, d)
	}
	return g, nil
}

func textDoc(of search.Doc, k *register.Kept, r *Reading) search.Doc {
	d := of
	d.Kind, d.ID, d.Text, d.Language = search.Text, k.ID, r.Outside, k.Language
	if r.Language != "" {
		d.Language = r.Language
	}
	d.Title = fmt.Sprintf("%s, %s, %s, %s", k.Instrument, k.Part, k.Version, k.Language)
	d.Names = append([]string{k.Name, k.Note}, of.Names...)
	d.Ref = "/documents/" + url.PathEscape(string(k.Instrument)) + "?text=" + url.QueryEscape(k.ID)
	return d
}

// lent is what an instrument lends to the articles of its texts.
type lent struct {
	names   []string
	parties []ent.StateCode
}

// lent returns what a text of the marking may tell of its instrument: what bears none, or
// the same one. The rest would be told to people who may not know it.
func (x *texts) lent(ctx context.Context, id ent.InstrumentID, marking string) (lent, error) {
	in, own, err := kept(ctx, x.store, string(id), func(other string) bool { return other == "" || other == marking }, nil)
	if err != nil || in == nil || own != "" && own != marking {
		return lent{}, err
	}
	return lent{append([]string{in.Title}, in.Aliases...), Concerned(in, x.world)}, nil
}
