package storagetest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/torchwood"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/mod/sumdb/note"

	ent "entente"
	"entente/internal/record"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
	"entente/internal/transparency/verify"
)

// ThirdParties checks the log of an engine with programs that are not ours.
func ThirdParties(t *testing.T, open Open) {
	t.Run("fsck of an exported log", func(t *testing.T) { fsckExport(t, open) })
	t.Run("fsck of a log that is served", func(t *testing.T) { fsckServed(t, open) })
	t.Run("a witness of others", func(t *testing.T) { witnessed(t, open) })
	t.Run("a log of others", func(t *testing.T) { witnessing(t, open) })
}

// logOf returns the log over a store, with a key of the test's own.
func logOf(t *testing.T, s *sqlbase.Store) (*transparency.Log, *transparency.Key, note.Verifier) {
	t.Helper()
	key := logKey(t)
	return transparency.NewLog(s, key.Signer), key, must(note.NewVerifier(key.Verifier))(t)
}

func logKey(t *testing.T) *transparency.Key {
	t.Helper()
	return must(transparency.LoadKey(filepath.Join(t.TempDir(), "log.key"), "ministry.example/entente"))(t)
}

// growTo puts things on record, some of them classified, until the log has n entries.
func growTo(t *testing.T, s *sqlbase.Store, n int64) {
	t.Helper()
	for have := must(s.Size(ctx))(t); have < n; {
		var cs []record.Change
		for ; len(cs) < record.MaxChanges && have < n; have++ {
			c := change(fmt.Sprint(have), "body")
			if have%7 == 3 {
				c.Classified = "SECRET"
			}
			cs = append(cs, c)
		}
		must(s.Append(ctx, "tester", cs...))(t)
	}
}

// fsck asks tessera's checker of logs, and reports whether it says that all is well and
// what it said. Its exit code tells nothing.
func fsck(t *testing.T, tool, place, key string) (bool, string) {
	t.Helper()
	c, stop := context.WithTimeout(t.Context(), 2*time.Minute) // some faults it never ends on
	defer stop()
	out, err := exec.CommandContext(c, tool, "--ui=false", "-N", "4", "--storage_url="+place, "--public_key="+key).CombinedOutput()
	return err == nil && strings.Contains(string(out), "Successfully fsck'd"), fmt.Sprintf("%v: %s", err, out)
}

// fsckExport has a log checked as it grows over the edges of tiles and is exported into
// one folder again and again; then a byte is changed in each sort of file.
func fsckExport(t *testing.T, open Open) {
	tool := Tool(t, "fsck")
	s := open(t, nil)
	l, key, _ := logOf(t, s)
	dir, public := t.TempDir(), filepath.Join(t.TempDir(), "log.pub")
	if err := os.WriteFile(public, []byte(key.Verifier), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{1, 255, 256, 257, 700, 65536 + 300} {
		growTo(t, s, n)
		if err := l.Export(ctx, dir, nil); err != nil {
			t.Fatal(err)
		}
		if ok, said := fsck(t, tool, "file://"+dir+"/", public); !ok || !strings.Contains(said, fmt.Sprintf("size %d ", n)) {
			t.Fatalf("a log of %d: %s", n, said)
		}
	}
	for _, file := range []string{"checkpoint", "tile/entries/000", "tile/entries/255", "tile/0/001", "tile/0/257.p/44", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"} {
		name := filepath.Join(dir, filepath.FromSlash(file))
		whole := must(os.ReadFile(name))(t)
		bad := bytes.Clone(whole)
		bad[len(bad)/2] ^= 1
		if err := os.WriteFile(name, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if ok, said := fsck(t, tool, "file://"+dir+"/", public); ok || !strings.Contains(said, "fsck failed") {
			t.Errorf("%s was changed, and fsck said: %s", file, said)
		}
		if err := os.WriteFile(name, whole, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if ok, said := fsck(t, tool, "file://"+dir+"/", public); !ok {
		t.Errorf("as it was: %s", said)
	}
}

// fsckServed has a log checked from the store, over HTTP, while it grows.
func fsckServed(t *testing.T, open Open) {
	tool := Tool(t, "fsck")
	s := open(t, nil)
	l, key, _ := logOf(t, s)
	public := filepath.Join(t.TempDir(), "log.pub")
	if err := os.WriteFile(public, []byte(key.Verifier), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(transparency.Handler(l, func(err error) { t.Error(err) }))
	defer server.Close()
	growTo(t, s, 700)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if _, err := s.Append(ctx, "tester", change(fmt.Sprint("more ", i), "x")); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	for range 3 {
		if ok, said := fsck(t, tool, server.URL+"/", public); !ok {
			t.Error(said)
		}
	}
	close(stop)
	<-stopped
}

// litewitness is torchwood's witness, running, with nothing but its own files.
type litewitness struct {
	transparency.Witness
	db string
}

const witnessName = "overseer.example/witness"

// startWitness starts the witness, whose key it asks of an agent as of a safe.
func startWitness(t *testing.T) *litewitness {
	t.Helper()
	tool := Tool(t, "litewitness")
	dir := must(os.MkdirTemp("/tmp", "entente-witness-"))(t) // a socket's path must be short
	t.Cleanup(func() { os.RemoveAll(dir) })
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	fingerprint := serveKey(t, filepath.Join(dir, "agent"), private)
	port := must(net.Listen("tcp", "127.0.0.1:0"))(t)
	address := port.Addr().String()
	port.Close()
	w := &litewitness{db: filepath.Join(dir, "witness.db")}
	out := start(t, tool, "-name="+witnessName, "-db="+w.db, "-ssh-agent="+filepath.Join(dir, "agent"), "-key="+fingerprint, "-listen="+address)
	signer := must(torchwood.NewCosignatureSigner(witnessName, private))(t)
	out.wait(t, fmt.Sprint(signer.Verifier()))
	out.wait(t, "listening")
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	w.Witness = transparency.Witness{URL: "http://" + address, Verifier: must(transparency.WitnessVerifier(fmt.Sprint(signer.Verifier())))(t), Client: &http.Client{Timeout: time.Minute}}
	return w
}

// serveKey serves one key as an SSH agent does and returns its fingerprint.
func serveKey(t *testing.T, socket string, private ed25519.PrivateKey) string {
	t.Helper()
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: private}); err != nil {
		t.Fatal(err)
	}
	l := must(net.Listen("unix", socket))(t)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { agent.ServeAgent(keys, c); c.Close() }()
		}
	}()
	return ssh.FingerprintSHA256(must(ssh.NewPublicKey(private.Public()))(t))
}

// follow makes the witness follow a log: its own tool for that writes these rows.
func (w *litewitness) follow(t *testing.T, origin, key string) {
	t.Helper()
	db := must(sql.Open("sqlite", w.db+"?_pragma=busy_timeout(10000)"))(t)
	defer db.Close()
	empty := sha256.Sum256(nil)
	must(db.Exec(`INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)`, origin, base64.StdEncoding.EncodeToString(empty[:])))(t)
	must(db.Exec(`INSERT INTO key (origin, key) VALUES (?, ?)`, origin, key))(t)
}

// witnessed has a witness that is not ours cosign our log as it grows. What is forged,
// behind, split or shorter gets no cosignature.
func witnessed(t *testing.T, open Open) {
	w := startWitness(t)
	s := open(t, nil)
	l, key, v := logOf(t, s)
	growTo(t, s, 10)
	if _, err := l.Cosign(ctx, w.Witness); !errors.Is(err, ent.ErrConflict) || !strings.Contains(err.Error(), "404") {
		t.Errorf("a log it does not follow: %v", err)
	}
	w.follow(t, l.Origin(), key.Verifier)
	for _, n := range []int64{10, 10, 300, 1000} { // the second time without growth
		growTo(t, s, n)
		must(l.Cosign(ctx, w.Witness))(t)
	}
	dir := t.TempDir()
	if err := l.Export(ctx, dir, nil); err != nil {
		t.Fatal(err)
	}
	r, err := verify.Log(ctx, verify.Dir(dir), verify.Options{Key: v, Witnesses: []note.Verifier{w.Verifier}})
	if err != nil || r.Size != 1000 || len(r.Signatures) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	signed := must(l.Checkpoint(ctx))(t)
	if status, answer := w.add(t, 300, signed); status != http.StatusConflict || answer != "1000\n" {
		t.Errorf("a request from behind: %d %q", status, answer)
	}
	t.Run("refused", func(u *testing.T) {
		for _, x := range []struct {
			n      int64
			signer note.Signer
			status string
		}{{1001, logKey(u).Signer, "403"}, {1001, key.Signer, "422"}, {999, key.Signer, "409"}} {
			u.Run(x.status, func(u *testing.T) {
				other := open(u, nil)
				growTo(u, other, x.n)
				if _, err := transparency.NewLog(other, x.signer).Cosign(ctx, w.Witness); !errors.Is(err, ent.ErrConflict) || !strings.Contains(err.Error(), x.status) {
					u.Errorf("%v", err)
				}
			})
		}
	})
}

// add sends one request as it stands.
func (w *litewitness) add(t *testing.T, old int, signed []byte) (int, string) {
	t.Helper()
	resp := must(w.Client.Post(w.URL+"/add-checkpoint", "", strings.NewReader(fmt.Sprintf("old %d\n\n%s", old, signed))))(t)
	defer resp.Body.Close()
	return resp.StatusCode, string(must(io.ReadAll(resp.Body))(t))
}

// witnessing has us cosign a log that is not ours: tessera's, which publishes no checkpoint
// without our cosignature, and asks with its own client.
func witnessing(t *testing.T, open Open) {
	tool := Tool(t, "posix-oneshot")
	s := open(t, nil)
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer := must(torchwood.NewCosignatureSigner("ministry.example/witness", private))(t)
	p := newPartner(t, fmt.Sprint(signer.Verifier()))
	server := httptest.NewServer(transparency.NewCosigner(signer, transparency.Kept{Store: s, By: "witness"}, p.verifier))
	defer server.Close()
	p.policy(t, server.URL)
	forked := filepath.Join(t.TempDir(), "forked")
	for round, n := range []int{5, 300} {
		p.entries(t, n)
		if out, err := p.command(t, tool, p.dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if round == 0 {
			if err := os.CopyFS(forked, os.DirFS(p.dir)); err != nil {
				t.Fatal(err)
			}
		}
		p.cosigned(t, s, signer.Verifier())
	}
	before := must(s.Size(ctx))(t)
	old := must(os.ReadFile(filepath.Join(forked, "checkpoint")))(t)
	p.entries(t, 500) // the fork is longer than the log, and not its extension
	startCommand(t, p.command(t, tool, forked)).wait(t, "consistency proof is bad: 422")
	if now := must(os.ReadFile(filepath.Join(forked, "checkpoint")))(t); !bytes.Equal(old, now) {
		t.Errorf("a log that was split got our cosignature:\n%s", now)
	}
	if n := must(s.Size(ctx))(t); n != before {
		t.Errorf("%d entries on record, %d before: something was cosigned", n, before)
	}
}

// cosigned looks whether the partner's checkpoint carries both signatures and we have on
// record what we cosigned.
func (p *partner) cosigned(t *testing.T, s *sqlbase.Store, witness note.Verifier) {
	t.Helper()
	signed := must(os.ReadFile(filepath.Join(p.dir, "checkpoint")))(t)
	c, _, err := torchwood.VerifyCheckpoint(signed, torchwood.ThresholdPolicy(3, torchwood.OriginPolicy(p.verifier.Name()), torchwood.SingleVerifierPolicy(p.verifier), torchwood.SingleVerifierPolicy(witness)))
	if err != nil {
		t.Fatalf("%v\n%s", err, signed)
	}
	tree, _, err := transparency.Kept{Store: s}.Last(ctx, p.verifier.Name())
	if err != nil || tree != c.Tree || tree.N == 0 {
		t.Errorf("on record is %+v, cosigned was %+v: %v", tree, c.Tree, err)
	}
}

// partner is a log of tessera's.
type partner struct {
	dir, in, key, rules string
	witness             string
	verifier            note.Verifier
}

func newPartner(t *testing.T, witness string) *partner {
	t.Helper()
	secret, public, err := note.GenerateKey(nil, "partner.example/log")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p := &partner{filepath.Join(dir, "log"), filepath.Join(dir, "in"), filepath.Join(dir, "key"), filepath.Join(dir, "policy"), witness, must(note.NewVerifier(public))(t)}
	if err := os.WriteFile(p.key, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *partner) policy(t *testing.T, url string) {
	t.Helper()
	if err := os.WriteFile(p.rules, []byte("witness ours "+p.witness+" "+url+"\nquorum ours\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// entries lays n entries out in place of those before, to be added when the command runs.
func (p *partner) entries(t *testing.T, n int) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(p.in), os.Mkdir(p.in, 0o700)); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(p.in, fmt.Sprint(i)), fmt.Appendf(nil, "%d of %d", i, n), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (p *partner) command(t *testing.T, tool, dir string) *exec.Cmd {
	return exec.CommandContext(t.Context(), tool, "-storage_dir="+dir, "-entries="+p.in+"/*", "-private_key="+p.key, "-witness_policy_file="+p.rules)
}
