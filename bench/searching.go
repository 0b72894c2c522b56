package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // reaches PostgreSQL, to make the database

	ent "entente"
	"entente/internal/law"
	"entente/internal/search"
	"entente/internal/search/lexeme"
	"entente/internal/search/source"
	"entente/internal/storage"
)

const (
	searchDocs    = 100_000
	searchQueries = 300
	searchBatch   = 500
)

// searching fills the index of search in both engines with 100,000 provisions, one in a
// hundred of them marked, and asks 300 queries of different make, warm, with the index as
// large as it is: as the page asks, with counts of what is found, by somebody who may see
// some of what is marked.
func searching(lib *law.Library) error {
	fmt.Printf("## Search over %d provisions, %d queries (limit: p95 50 ms)\n", searchDocs, searchQueries)
	docs := provisions(lib)
	queries, err := searchQueriesOf(lib, docs)
	if err != nil {
		return err
	}
	fmt.Println("| engine | building it | p50 | p95 | p99 | worst | slowest query |\n| --- | --- | --- | --- | --- | --- | --- |")
	dir, err := os.MkdirTemp("/tmp", "entente-bench") // a socket's path must be short
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var first [][]string
	if first, err = searchEngine("SQLite", "sqlite:"+filepath.Join(dir, "s.db"), docs, queries); err != nil {
		return err
	}
	address, stop, err := startPostgres(dir)
	if err != nil {
		fmt.Printf("\nPostgreSQL left out: %v\n", err)
		return nil
	}
	defer stop()
	second, err := searchEngine("PostgreSQL", address, docs, queries)
	if err != nil {
		return err
	}
	compareResults(first, second)
	return nil
}

// clauses are some sorts of clause that texts have.
var clauses = strings.Fields("CUSTODY CRIM-CONC WAIVER CIVIL-CLAIMS ENTRY-EXIT EIF DISPUTE AMEND FUND-COST INFO-SEC LIABILITY DURATION TERMINATION TAX-CUSTOM ARMS-CARRY END-USE")

// provisions makes texts of the vocabulary of the shipped provisions, in pairs of words
// that follow each other there, and takes the shipped ones and imported titles in.
func provisions(lib *law.Library) []search.Doc {
	r := rand.New(rand.NewPCG(5, 8))
	var out []search.Doc
	next := map[string][]string{}
	var starts []string
	for _, g := range source.Shipped(lib).Groups() {
		out = append(out, g.Docs...)
		for _, d := range g.Docs {
			words := strings.Fields(d.Text)
			for i := range words {
				if i == 0 {
					starts = append(starts, words[i])
				} else {
					next[words[i-1]] = append(next[words[i-1]], words[i])
				}
			}
		}
	}
	var imported []string
	if dir := shared(); dir != "" {
		if seed, err := seedInstruments(lib, filepath.Join(dir, "data")); err == nil {
			for i := range seed {
				imported = append(imported, seed[i].Title)
			}
		}
	}
	codes := lib.Treaties.World().Codes()
	for n := 0; len(out) < searchDocs; n++ {
		id := ent.InstrumentID(fmt.Sprintf("REG-%d", n/12))
		d := search.Doc{Kind: search.Provision, ID: fmt.Sprintf("%s/%d", id, n%12), Article: strconv.Itoa(n % 12), Title: fmt.Sprintf("%s %d", id, n%12), Language: "en", Instrument: id,
			Parties: []ent.StateCode{codes[(n/12)%len(codes)], codes[(n/12*7+3)%len(codes)]}, Text: sentence(r, starts, next, 10+r.IntN(80)), Clauses: []string{clauses[r.IntN(len(clauses))], clauses[r.IntN(len(clauses))]}}
		if n%100 == 0 {
			d.Classified = []string{"RESTRICTED", "CONFIDENTIAL", "SECRET", "NATO SECRET"}[n/100%4]
		}
		if len(imported) > 0 {
			d.Names = []string{imported[n/12%len(imported)]}
		}
		out = append(out, d)
	}
	return out
}

func sentence(r *rand.Rand, starts []string, next map[string][]string, n int) string {
	w := starts[r.IntN(len(starts))]
	words := []string{w}
	for len(words) < n {
		f := next[w]
		if len(f) == 0 {
			f = starts
		}
		w = f[r.IntN(len(f))]
		words = append(words, w)
	}
	return strings.Join(words, " ")
}

type asked struct {
	text  string
	query search.Query
}

// searchQueriesOf makes queries of thirteen sorts, one of words written wrongly, with words as frequent as they stand in
// the texts, and the thirty most frequent ones alone.
func searchQueriesOf(lib *law.Library, docs []search.Doc) ([]asked, error) {
	r := rand.New(rand.NewPCG(21, 22))
	count := map[string]int{}
	for i := range docs {
		for _, w := range lexeme.Words(docs[i].Text) {
			count[w.Exact]++
		}
	}
	words := make([]string, 0, len(count))
	for w := range count {
		words = append(words, w)
	}
	sort.Slice(words, func(i, j int) bool {
		return count[words[i]] > count[words[j]] || count[words[i]] == count[words[j]] && words[i] < words[j]
	})
	word := func() string { // as it stands in a text, so that frequent words come often
		for {
			ws := lexeme.Words(docs[r.IntN(len(docs))].Text)
			if len(ws) > 0 {
				if w := ws[r.IntN(len(ws))].Exact; len(w) > 3 {
					return w
				}
			}
		}
	}
	phrase := func(n int) string {
		for {
			ws := lexeme.Words(docs[r.IntN(len(docs))].Text)
			if len(ws) > n {
				k := r.IntN(len(ws) - n)
				var out []string
				for _, w := range ws[k : k+n] {
					out = append(out, w.Exact)
				}
				return `"` + strings.Join(out, " ") + `"`
			}
		}
	}
	slip := func() string { // two letters change places
		w := []byte(word())
		w[2], w[3] = w[3], w[2]
		return string(w)
	}
	code := func() string { c := lib.Treaties.World().Codes(); return string(c[r.IntN(len(c))]) }
	var texts []string
	for i := range 30 {
		texts = append(texts, `"`+words[i]+`"`)
	}
	for len(texts) < searchQueries {
		texts = append(texts, word(), word()+" "+word(), word()+" "+word()+" "+word(), phrase(2), phrase(4), word()[:3]+"*", word()+" OR "+word()+" OR "+word(),
			word()+" -"+word(), word()+" party:"+code()+" kind:provision", "party:"+code()+" -"+word(), word()+" in-force:2010-01-01 party:USA party:GBR",
			word()+" clause:"+clauses[r.IntN(len(clauses))], slip()+" "+slip())
	}
	return parsed(lib, texts[:searchQueries])
}

// parsed reads the queries, as somebody cleared for some of what is marked asks them.
func parsed(lib *law.Library, texts []string) ([]asked, error) {
	sees, err := search.UpTo("CONFIDENTIAL")
	if err != nil {
		return nil, err
	}
	var out []asked
	for _, t := range texts {
		terms, err := search.Parse(t, source.Names(lib.Treaties))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t, err)
		}
		out = append(out, asked{t, search.Query{Terms: terms, Facets: true, Sees: sees, Standing: source.Standing(lib.Treaties, terms.Parties, terms.InForce)}})
	}
	return out, nil
}

func searchEngine(name, address string, docs []search.Doc, queries []asked) ([][]string, error) {
	ctx := context.Background()
	s, err := storage.Open(ctx, address, nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	x := s.Search()
	start := time.Now()
	at := search.Place{Seq: -1}
	for i := 0; i < len(docs); i += searchBatch {
		to := search.Place{Seq: int64(i), Version: search.Version}
		if err := x.Put(ctx, at, to, search.Group{Key: fmt.Sprint("bench/", i), Docs: docs[i:min(i+searchBatch, len(docs))]}); err != nil {
			return nil, err
		}
		at = to
	}
	built := time.Since(start)
	results := make([][]string, len(queries))
	var took []queryTime
	for round := range 3 { // the first warms
		for i := range queries {
			start := time.Now()
			p, err := x.Find(ctx, queries[i].query)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", queries[i].text, err)
			}
			if round > 0 {
				took = append(took, queryTime{time.Since(start), queries[i].text})
			}
			results[i] = nil
			for _, h := range p.Hits {
				results[i] = append(results[i], h.ID)
			}
		}
	}
	report(name, built, took)
	return results, nil
}

type queryTime struct {
	took time.Duration
	text string
}

func report(name string, built time.Duration, took []queryTime) {
	slices.SortFunc(took, func(a, b queryTime) int { return int(a.took - b.took) })
	at := func(p int) time.Duration {
		return took[min(len(took)*p/100, len(took)-1)].took.Round(100 * time.Microsecond)
	}
	fmt.Printf("| %s | %v | %v | %v | %v | %v | %s |\n", name, built.Round(time.Second), at(50), at(95), at(99), at(100), took[len(took)-1].text)
}

// compareResults tells how far both engines give the same results.
func compareResults(a, b [][]string) {
	same, first, all, common := 0, 0, 0, 0
	for i := range a {
		if slices.Equal(a[i], b[i]) {
			same++
		}
		if len(a[i]) == 0 && len(b[i]) == 0 || len(a[i]) > 0 && len(b[i]) > 0 && a[i][0] == b[i][0] {
			first++
		}
		for _, id := range a[i] {
			if all++; slices.Contains(b[i], id) {
				common++
			}
		}
	}
	fmt.Printf("\nboth engines: the same first ten in the same order for %d of %d queries, the same first for %d, %d of %d results in common\n", same, len(a), first, common, all)
}

// startPostgres starts a server of its own in the folder.
func startPostgres(dir string) (address string, stop func(), err error) {
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(bins) == 0 {
		return "", nil, fmt.Errorf("it is not installed")
	}
	slices.Sort(bins)
	bin := filepath.Dir(bins[len(bins)-1])
	var cred *syscall.Credential
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			return "", nil, err
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", nil, err
		}
	}
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.Dir, c.SysProcAttr = dir, &syscall.SysProcAttr{Credential: cred}
		return c
	}
	if out, err := command("initdb", "--auth=trust", "--username=entente", "--no-sync", "-D", filepath.Join(dir, "data")).CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("initdb: %v\n%s", err, out)
	}
	server := command("postgres", "-D", filepath.Join(dir, "data"), "-k", dir, "-c", "listen_addresses=")
	if err := server.Start(); err != nil {
		return "", nil, err
	}
	stop = func() { server.Process.Signal(syscall.SIGINT); server.Wait() }
	address = fmt.Sprintf("postgres://entente@/postgres?host=%s", dir)
	db, err := sql.Open("pgx", address)
	if err != nil {
		stop()
		return "", nil, err
	}
	defer db.Close()
	for range 100 {
		if err = db.Ping(); err == nil {
			return address, stop, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return "", nil, err
}
