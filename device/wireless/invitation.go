package wireless

import (
	"crypto/rand"
	"fmt"

	"github.com/boombuler/barcode/qr"
)

// Invitation is what a QR code for pairing says: the name the phone then offers
// its pairing under, and the password for it. It is good for one pairing, and
// its text is a secret for as long.
type Invitation struct{ name, password string }

// letters have no meaning in the QR code's syntax, in a service's name or in a
// request to the adb server.
const letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// NewInvitation makes an invitation nobody else has.
func NewInvitation() Invitation {
	return Invitation{name: "keepsake-" + random(6), password: random(16)}
}

// random returns n letters. Bytes beyond the last multiple of their number are
// drawn again, so that each letter is as likely as another.
func random(n int) string {
	const fair = 256 / len(letters) * len(letters)
	b := make([]byte, 0, n)
	var one [1]byte
	for len(b) < n {
		rand.Read(one[:]) // never fails
		if int(one[0]) < fair {
			b = append(b, letters[int(one[0])%len(letters)])
		}
	}
	return string(b)
}

// Name is the service name the phone is asked to use; it is no secret.
func (i Invitation) Name() string { return i.name }

// Text is what the QR code says, for a QR code drawn elsewhere.
func (i Invitation) Text() string { return "WIFI:T:ADB;S:" + i.name + ";P:" + i.password + ";;" }

// String hides the password from logs.
func (i Invitation) String() string { return "invitation " + i.name }

// quiet is the width of the light border a QR code needs around it.
const quiet = 4

// Matrix is the QR code with its border, true where it is dark: rows of equal
// length.
func (i Invitation) Matrix() ([][]bool, error) {
	code, err := qr.Encode(i.Text(), qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("drawing the QR code: %w", err)
	}
	side := code.Bounds().Dx()
	rows := make([][]bool, side+2*quiet)
	for y := range rows {
		rows[y] = make([]bool, side+2*quiet)
	}
	for y := range side {
		for x := range side {
			r, _, _, _ := code.At(x, y).RGBA()
			rows[y+quiet][x+quiet] = r < 0x8000
		}
	}
	return rows, nil
}
