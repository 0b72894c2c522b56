package reading

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	ent "entente"
)

// engineMemory is what the PDF engine may use for one file, in pages of 64 KiB: 160 MiB.
const engineMemory = 160 << 20 >> 16

// engine is PDFium in WebAssembly, started when the first PDF is read and kept for the
// process. It sees no file, no network and no environment; each PDF gets an instance of its
// own, one at a time.
var engine = sync.OnceValues(func() (pdfium.Pool, error) {
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "entente", "pdf")); err == nil {
			if pool, err := startEngine(cache); err == nil {
				return pool, nil
			}
		}
	}
	return startEngine(nil)
})

// startEngine compiles the engine, or takes its machine code from the cache.
func startEngine(cache wazero.CompilationCache) (pdfium.Pool, error) {
	// what compiling needed is given back at once: it is more than any file does
	defer debug.FreeOSMemory()
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(engineMemory).
		WithCloseOnContextDone(true)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	return webassembly.Init(webassembly.Config{
		Context:       experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(allot)),
		MaxTotal:      1,
		RuntimeConfig: config,
		FSConfig:      wazero.NewFSConfig(),
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
}

// memory is what one instance of the engine works in, allotted as a whole: it grows without
// being copied, and what was never written to takes no room.
type memory []byte

func allot(_, _ uint64) experimental.LinearMemory {
	m := memory(make([]byte, engineMemory<<16))
	return &m
}

// Reallocate gives the first size bytes; nil, when there are not as many, ends the engine.
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(len(*m)) {
		return nil
	}
	return (*m)[:size]
}

// Free lets the memory go.
func (m *memory) Free() { *m = nil }

// withEngine calls use with an instance of the engine. When the context ends, the engine
// is stopped in the middle of what it does.
func withEngine(ctx context.Context, use func(pdfium.Pdfium) error) error {
	started := make(chan struct{})
	var pool pdfium.Pool
	var err error
	go func() {
		pool, err = engine()
		close(started)
	}()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-started:
	}
	if err != nil {
		return ent.Errorf(ent.Unavailable, "PDF cannot be read on this machine: %v", err)
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return ent.Errorf(ent.Unavailable, "PDF cannot be read on this machine: %v", err)
	}
	killed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(killed)
		_ = instance.Kill() // the reading is over in any case
	})
	err = use(instance)
	if !stop() {
		<-killed
		return ctx.Err()
	}
	_ = instance.Close() // a broken instance is thrown away as a whole one is
	return err
}
