package storagetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server of the test's own, in a folder of its own, reached by
// a socket in it.
type Server struct {
	dir, bin string
	mu       sync.Mutex // of cmd
	cmd      *exec.Cmd
	ended    chan struct{}
	count    atomic.Int64
	cred     *syscall.Credential
}

// StartServer starts a server. Without PostgreSQL on the machine the test is skipped,
// save in CI, where it fails: there the engine must be tested.
func StartServer(t testing.TB) *Server {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	sort.Strings(bins)
	if len(bins) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("PostgreSQL is not installed; CI must have it (Debian package postgresql)")
		}
		t.Skip("skipped: PostgreSQL is not installed on this machine (Debian package postgresql)")
	}
	dir, err := os.MkdirTemp("/tmp", "entente-pg-") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{dir: dir, bin: filepath.Dir(bins[len(bins)-1])}
	if os.Getuid() == 0 {
		s.cred = s.postgresUser(t)
	}
	t.Cleanup(func() { s.Kill(); os.RemoveAll(dir) })
	init := s.command("initdb", "--data-checksums", "--auth=trust", "--username=entente", "--no-sync", "-D", filepath.Join(dir, "data"))
	if out, err := init.CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	s.Start(t)
	return s
}

// postgresUser returns the account of the server, which refuses to run as root.
func (s *Server) postgresUser(t testing.TB) *syscall.Credential {
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(s.dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.dir
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.cred, Setpgid: true}
	return c
}

// Start starts the server, again after Kill, and waits until it answers. Processes of a
// server that was killed may hold its memory for a moment; until they are gone it ends at
// once, and is started again.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if s.ended == nil {
			s.launch(t)
		}
		select {
		case <-s.ended:
			s.cmd, s.ended = nil, nil
			continue
		default:
		}
		if c, err := pgx.Connect(context.Background(), s.url("postgres")); err == nil {
			c.Close(context.Background())
			return
		}
	}
	out, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	t.Fatalf("the server did not answer:\n%s", out)
}

func (s *Server) launch(t testing.TB) {
	t.Helper()
	s.cmd = s.command("postgres", "-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200")
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	cmd, ended := s.cmd, make(chan struct{})
	s.ended = ended
	go func() { cmd.Wait(); close(ended) }()
}

// Kill stops the server at once, as a power cut would, and waits until it is gone.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd != nil {
		syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
		<-s.ended
		s.cmd, s.ended = nil, nil
	}
}

func (s *Server) url(database string) string {
	return fmt.Sprintf("postgres://entente@/%s?host=%s", database, s.dir)
}

// Database makes an empty database and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("t%d", s.count.Add(1))
	c, err := pgx.Connect(context.Background(), s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.Background())
	if _, err := c.Exec(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}
