package sqlite_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/storage/storagetest"
)

// open puts a store with three entries into the folder, open as long as the test runs.
func open(t *testing.T, dir string) *sqlbase.Store {
	t.Helper()
	s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(dir, "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for i := range 3 {
		if _, err := s.Append(context.Background(), "tester", record.Change{Kind: "note", ID: strconv.Itoa(i), Replaces: record.New}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// folder is one that another account can reach.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "entente-readonly-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700); os.RemoveAll(dir) })
	return dir
}

// A file or a folder that may not be written is told as that, by name; what can be read
// is read, and the store is left as it was.
func TestReadOnly(t *testing.T) {
	const unavailable = "kind 5: "
	for _, x := range []struct {
		name       string
		file, dir  os.FileMode
		want, says string
	}{
		{"file", 0o444, 0o777, "read: 3\nwrite: " + unavailable + "putting on record: the store ", " is read-only: this account may not write the file "},
		{"folder", 0o666, 0o555, "open: " + unavailable + "opening the store: the store ", " is read-only: this account may not write in the folder "},
		{"file and folder", 0o444, 0o555, "read: 3\nwrite: " + unavailable + "putting on record: the store ", " is read-only: this account may not write the file "},
		{"unreadable", 0o000, 0o777, "open: " + unavailable, "may not read the file"},
	} {
		t.Run(x.name, func(t *testing.T) {
			dir := folder(t)
			file := filepath.Join(dir, "s.db")
			if err := open(t, dir).Close(); err != nil {
				t.Fatal(err)
			}
			before := content(t, file)
			chmod(t, file, x.file)
			chmod(t, dir, x.dir)
			got := storagetest.ReadAsStranger(t, "sqlite:"+file)
			if !strings.HasPrefix(got, x.want) || !strings.Contains(got, x.says) || !strings.Contains(got, file) {
				t.Errorf("told:\n%s\nwant %s…%s", got, x.want, x.says)
			}
			chmod(t, dir, 0o777)
			chmod(t, file, 0o666)
			if !bytes.Equal(before, content(t, file)) {
				t.Error("the file is another than before")
			}
		})
	}
}

func chmod(t *testing.T, name string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil || len(b) == 0 {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	return b
}

// Where no store is and none can be made, that is told.
func TestNoStoreInAReadOnlyFolder(t *testing.T) {
	dir := folder(t)
	chmod(t, dir, 0o555)
	got := storagetest.ReadAsStranger(t, "sqlite:"+filepath.Join(dir, "s.db"))
	if !strings.HasPrefix(got, "open: kind 5: ") || !strings.Contains(got, "s.db cannot be opened") || !strings.Contains(got, "not write in its folder") {
		t.Errorf("told: %s", got)
	}
}

// While an account writes, another that may only read sees everything, what stands in the
// journal alone with it.
func TestReaderBesideTheWriter(t *testing.T) {
	dir := folder(t)
	s := open(t, dir)
	chmod(t, dir, 0o555)
	for _, f := range []string{"s.db", "s.db-wal", "s.db-shm"} {
		chmod(t, filepath.Join(dir, f), 0o444)
	}
	got := storagetest.ReadAsStranger(t, "sqlite:"+filepath.Join(dir, "s.db"))
	if !strings.HasPrefix(got, "read: 3\nwrite: kind 5: ") || !strings.Contains(got, "is read-only") {
		t.Errorf("told: %s", got)
	}
	if _, err := s.Append(context.Background(), "tester", record.Change{Kind: "note", ID: "goes on", Replaces: record.New}); err != nil {
		t.Error(err)
	}
	storagetest.CheckTree(t, s)
}

// What the reader's account left beside the file is named when it stands in the way.
func TestJournalThatMayNotBeWritten(t *testing.T) {
	dir := folder(t)
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "s.db")
	chmod(t, dir, 0o777)
	chmod(t, file, 0o444)
	storagetest.ReadAsStranger(t, "sqlite:"+file)
	chmod(t, file, 0o666)
	if got := storagetest.ReadAsStranger(t, "sqlite:"+file); !strings.Contains(got, "may not write the file "+file+"-") {
		t.Errorf("told: %s", got)
	}
}
