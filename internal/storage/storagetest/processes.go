package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	ent "entente"
	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
)

const (
	peerEnv   = "ENTENTE_PEER_WRITER"
	readerEnv = "ENTENTE_READER"
	peers     = 3
	perPeer   = 40 // writes of a peer's own, on each of its sides
	sides     = 3
	contested = 20 // things that every peer puts on record
)

// Processes has several processes open one store, which does not exist yet, at the same
// moment and append to it together; fresh gives the address of a new one each time. No
// call may fail for the others' sake; everything acknowledged is there exactly once; of
// things that all put on record one process wins, and the others are told; the log agrees
// with itself.
func Processes(t *testing.T, fresh func() string) {
	for range 5 { // opening is a race: one that is lost may be won the next time
		together(t, fresh())
	}
}

func together(t *testing.T, address string) {
	t.Helper()
	var cmds []*exec.Cmd
	var gates []io.Closer
	outs, errs := make([]bytes.Buffer, peers), make([]bytes.Buffer, peers)
	for i := range peers {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), peerEnv+"="+address)
		cmd.Stdout, cmd.Stderr = &outs[i], &errs[i]
		gate, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds, gates = append(cmds, cmd), append(gates, gate)
	}
	for _, g := range gates {
		g.Close()
	}
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process %d: %v: %s", i, err, &errs[i])
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	s := must(storage.Open(ctx, address, nil))(t)
	defer s.Close()
	acknowledged(t, s, outs)
	CheckTree(t, s)
}

// acknowledged compares what the processes were told with what the store has.
func acknowledged(t *testing.T, s *sqlbase.Store, outs []bytes.Buffer) {
	t.Helper()
	told := map[int64]string{}
	lost := 0
	for i := range outs {
		for line := range strings.Lines(outs[i].String()) {
			place, id, _ := strings.Cut(strings.TrimSpace(line), " ")
			if place == "lost" {
				lost++
				continue
			}
			seq, err := strconv.ParseInt(place, 10, 64)
			if err != nil || told[seq] != "" {
				t.Errorf("process %d was told %q, and %q before", i, line, told[seq])
			}
			told[seq] = id
		}
	}
	all := must(s.Since(ctx, -1, record.MaxChanges))(t)
	if want := peers*sides*perPeer + contested; len(told) != want || len(all) != want || lost != (peers-1)*contested {
		t.Errorf("%d writes acknowledged and %d lost to another process, %d on record; want %d, %d, %d", len(told), lost, len(all), want, (peers-1)*contested, want)
	}
	for i, v := range all {
		if v.Seq != int64(i) || told[v.Seq] != v.ID {
			t.Errorf("entry %d is %s with place %d; a process was told %q", i, v.ID, v.Seq, told[v.Seq])
		}
	}
}

// peer is one process of Processes: it begins when its input closes, and prints what it
// was told of each write.
func peer(address string) error {
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	s, err := storage.Open(context.Background(), address, nil)
	if err != nil {
		return err
	}
	ended := make(chan error, sides+1)
	for side := range sides {
		go func() { ended <- onSide(s, fmt.Sprintf("%d-%d", os.Getpid(), side), perPeer, false) }()
	}
	go func() { ended <- onSide(s, "shared", contested, true) }()
	for range sides + 1 {
		err = errors.Join(err, <-ended)
	}
	return errors.Join(err, s.Close())
}

// onSide puts n things on record, one after another; where others do too, it may lose.
func onSide(s *sqlbase.Store, name string, n int, mayLose bool) error {
	for i := range n {
		id := fmt.Sprintf("%s-%d", name, i)
		vs, err := s.Append(context.Background(), "peer", record.Change{Kind: "note", ID: id, Body: []byte(id), Replaces: record.New})
		switch {
		case err == nil:
			fmt.Printf("%d %s\n", vs[0].Seq, id)
		case mayLose && errors.Is(err, ent.ErrConflict):
			fmt.Printf("lost %s\n", id)
		default:
			return fmt.Errorf("%s: %w", id, err)
		}
	}
	return nil
}

// ReadAsStranger has a process open the store, read it and try to write it, on an account
// that owns nothing when the tests run as root, and returns what it was told.
func ReadAsStranger(t testing.TB, address string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	if os.Getuid() == 0 { // to whom a file's mode means nothing
		cmd = exec.Command("/proc/self/exe", "-test.run=^$") // which the account may run wherever it lies
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), readerEnv+"="+address)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// reader is the process of ReadAsStranger: one line for each step.
func reader(address string) error {
	s, err := storage.Open(ctx, address, nil)
	if err != nil {
		fmt.Printf("open: kind %d: %v\n", ent.KindOf(err), err)
		return nil
	}
	vs, err := s.Since(ctx, -1, record.MaxChanges)
	if err != nil {
		return err
	}
	fmt.Printf("read: %d\n", len(vs))
	_, err = s.Append(ctx, "stranger", record.Change{Kind: "note", ID: "stranger", Replaces: record.New})
	fmt.Printf("write: kind %d: %v\n", ent.KindOf(err), err)
	return s.Close()
}
