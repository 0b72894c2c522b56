package paper

import (
	_ "embed" // the fonts
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Subsets of Noto Serif, Noto Serif Hebrew, Noto Naskh Arabic and Noto Sans Math under the
// SIL Open Font License 1.1, see fonts/OFL.txt.
var (
	//go:embed fonts/NotoSerif-Regular.ttf
	regularTTF []byte
	//go:embed fonts/NotoSerif-Bold.ttf
	boldTTF []byte
	//go:embed fonts/NotoSerif-Italic.ttf
	italicTTF []byte
	//go:embed fonts/NotoSerifHebrew-Regular.ttf
	hebrewTTF []byte
	//go:embed fonts/NotoNaskhArabic-Regular.ttf
	arabicTTF []byte
	//go:embed fonts/NotoSansMath-Regular.ttf
	signsTTF []byte
)

// face is one font of a paper. The first three are the styles of Text.
type face uint8

const (
	regular face = iota
	bold
	italic
	hebrew
	arabic
	signs // arrows and signs of mathematics
)

var families = []struct {
	name, style string
	ttf         *[]byte
}{{"serif", "", &regularTTF}, {"serif", "B", &boldTTF}, {"serif", "I", &italicTTF}, {"hebrew", "", &hebrewTTF}, {"arabic", "", &arabicTTF}, {"signs", "", &signsTTF}}

// substitute stands for a character that no font has.
const substitute = '□'

// widths holds, for each face, the width of every character it has in thousandths of its
// size, rounded as the file rounds them.
var widths = sync.OnceValue(func() []map[rune]int {
	out := make([]map[rune]int, len(families))
	for i, f := range families {
		out[i] = measure(*f.ttf)
	}
	return out
})

func measure(ttf []byte) map[rune]int {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic(err) // the fonts are part of the program
	}
	var b sfnt.Buffer
	em := int(f.UnitsPerEm())
	out := map[rune]int{}
	for r := ' '; r <= 0xFFFF; r++ {
		g, err := f.GlyphIndex(&b, r)
		if err != nil || g == 0 {
			continue
		}
		a, err := f.GlyphAdvance(&b, g, fixed.I(em), font.HintingNone)
		if err == nil {
			out[r] = int(math.Round(float64(a) / 64 * 1000 / float64(em)))
		}
	}
	return out
}

// faceOf returns the face that has the character, the style's own where it can be.
func faceOf(r rune, style face) (face, bool) {
	all := widths()
	for _, f := range [...]face{style, regular, hebrew, arabic, signs} {
		if _, ok := all[f][r]; ok {
			return f, true
		}
	}
	return style, false
}

// advance is the width of a character in points.
func advance(f face, r rune, size float64) float64 { return float64(widths()[f][r]) * size / 1000 }
