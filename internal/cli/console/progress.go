package console

import (
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows long work on a terminal; elsewhere it says nothing.
func (s *Console) Progress(what string) func(done, of int64) {
	f, ok := s.Err.(*os.File)
	if !ok {
		return nil
	}
	if st, err := f.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, of int64) {
		if bar == nil {
			bar = progressbar.NewOptions64(of, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		}
		bar.ChangeMax64(of)
		bar.Set64(done)
	}
}
