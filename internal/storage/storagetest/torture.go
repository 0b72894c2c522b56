package storagetest

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"entente/internal/record"
	"entente/internal/storage"
)

var (
	rounds = flag.Int("torture.rounds", 2, "how often a writer is killed")
	writes = flag.Int("torture.writes", 400, "how many writes a writer is set")
)

const writerEnv = "ENTENTE_TORTURE_WRITER"

// Main runs the tests of an engine, or, as a child of Torture, Processes or
// ReadAsStranger, opens a store. An engine's TestMain calls it.
func Main(m *testing.M) {
	for env, child := range map[string]func(address string) error{writerEnv: writer, peerEnv: peer, readerEnv: reader} {
		address := os.Getenv(env)
		if address == "" {
			continue
		}
		if err := child(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writer puts things on record from several sides and prints the place in the log of
// each once it is acknowledged.
func writer(address string) error {
	n, _ := strconv.Atoi(os.Getenv(writerEnv + "_WRITES"))
	s, err := storage.Open(context.Background(), address, nil)
	if err != nil {
		return err
	}
	out := make(chan string)
	go func() { // killed with the rest, in the middle of a step
		for f := follower(s); f.CatchUp(context.Background()) == nil; {
		}
	}()
	for side := range 4 {
		go func() {
			for i := range n / 4 {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), side, i)
				first, err := s.Append(context.Background(), "torture", record.Change{Kind: "note", ID: id, Body: []byte(id), Replaces: record.New})
				if err == nil && i%3 == 0 {
					first, err = s.Append(context.Background(), "torture", record.Change{Kind: "note", ID: id, Body: []byte(id + " corrected"), Replaces: first[0].Seq, Reason: "torture"})
				}
				if err != nil {
					out <- "error " + err.Error()
					break
				}
				out <- fmt.Sprintf("%d %s", first[0].Seq, id)
			}
			out <- "end"
		}()
	}
	for ended := 0; ended < 4; {
		line := <-out
		if line == "end" {
			ended++
			continue
		}
		fmt.Println(line)
	}
	return s.Close()
}

// Torture kills a writer at a random moment (and with it whatever kill kills), again and
// again on one store, and looks each time whether everything acknowledged is there and the
// log agrees with itself. It reports how many writes were acknowledged.
func Torture(t *testing.T, address string, kill, restart func()) {
	acknowledged := map[string]int64{}
	for round := range *rounds {
		for id, seq := range tortureRound(t, address, kill) {
			acknowledged[id] = seq
		}
		restart()
		s, err := storage.Open(ctx, address, nil)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		present := map[string]int64{}
		for from := int64(-1); ; {
			vs, err := s.Since(ctx, from, 10_000)
			if err != nil {
				t.Fatal(err)
			}
			if len(vs) == 0 {
				break
			}
			for _, v := range vs {
				if v.Seq != from+1 {
					t.Fatalf("round %d: after %d comes %d", round, from, v.Seq)
				}
				present[v.ID], from = v.Seq, v.Seq
			}
		}
		lost := 0
		for id, seq := range acknowledged {
			if present[id] < seq {
				lost++
			}
		}
		if lost > 0 {
			t.Fatalf("round %d: %d of %d acknowledged writes are lost", round, lost, len(acknowledged))
		}
		if round == *rounds-1 || round%10 == 9 {
			CheckTree(t, s)
			CheckIndex(t, s)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(acknowledged) == 0 {
		t.Fatal("nothing was ever acknowledged")
	}
	t.Logf("%d rounds, %d acknowledged writes, none lost", *rounds, len(acknowledged))
}

func tortureRound(t *testing.T, address string, kill func()) map[string]int64 {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), writerEnv+"="+address, writerEnv+"_WRITES="+strconv.Itoa(*writes))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	got := map[string]int64{}
	read := func() bool {
		line, err := lines.ReadString('\n')
		if err != nil {
			return false // the last line may be cut: it was not acknowledged to us
		}
		place, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		if seq, err := strconv.ParseInt(place, 10, 64); err == nil {
			got[id] = seq
		}
		return true
	}
	read()
	timer := time.AfterFunc(time.Duration(rand.Int64N(int64(*writes)*int64(300*time.Microsecond))), func() { kill(); cmd.Process.Kill() })
	for read() {
	}
	timer.Stop()
	cmd.Process.Kill()
	cmd.Wait()
	io.Copy(io.Discard, out)
	return got
}
