package wireless

import (
	"fmt"
	"image"
	"image/color"
	"regexp"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// An independent reader reads from the picture what the invitation says.
func TestInvitationCanBeScanned(t *testing.T) {
	for range 20 {
		i := NewInvitation()
		m, err := i.Matrix()
		if err != nil {
			t.Fatal(err)
		}
		const scale = 4
		pic := image.NewGray(image.Rect(0, 0, len(m[0])*scale, len(m)*scale))
		for y := range pic.Rect.Dy() {
			for x := range pic.Rect.Dx() {
				if !m[y/scale][x/scale] {
					pic.SetGray(x, y, color.Gray{255})
				}
			}
		}
		bits, err := gozxing.NewBinaryBitmapFromImage(pic)
		if err != nil {
			t.Fatal(err)
		}
		// It is told that there is only the code to see: looking for one in a
		// picture, this reader now and then takes the data for its corners.
		read, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
		if err != nil || read.GetText() != i.Text() {
			t.Fatalf("%v, %v, want %q", read, err, i.Text())
		}
		for n := range len(m) {
			for q := range quiet {
				if len(m[n]) != len(m) || m[q][n] || m[n][q] || m[len(m)-1-q][n] || m[n][len(m)-1-q] {
					t.Fatal("no border")
				}
			}
		}
	}
}

func TestInvitationsDiffer(t *testing.T) {
	form := regexp.MustCompile(`^WIFI:T:ADB;S:keepsake-[A-Za-z0-9]{6};P:[A-Za-z0-9]{16};;$`)
	seen := map[string]bool{}
	for range 1000 {
		i := NewInvitation()
		if !form.MatchString(i.Text()) || seen[i.password] {
			t.Fatalf("%q", i.Text())
		}
		seen[i.password] = true
		if strings.Contains(fmt.Sprintf("%v %s", i, i), i.password) {
			t.Fatal("the password is printed")
		}
	}
}
