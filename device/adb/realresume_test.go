package adb_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"testing"
	"time"

	"keepsake/device/adb"
)

// Real programs on the phone read on from any offset, whatever the name.
func TestRealPhoneReadsOn(t *testing.T) {
	_, phone := realPhone(t)
	if phone == nil {
		return
	}
	data := bytes.Repeat([]byte("0123456789abcdef"), 60_000)
	for i := 0; i < len(data); i += 64 {
		sum := sha256.Sum256(fmt.Append(nil, i))
		copy(data[i:], sum[:])
	}
	session, err := phone.Sync(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	for _, name := range []string{"plain.bin", "it's \"odd\" $HOME `id`;&\\.bin", "-n 5.bin", "bad\xff\xfe.bin"} {
		path := fmt.Sprintf("/data/local/tmp/resume%d %s", os.Getpid(), name)
		if err := session.Push(t.Context(), path, bytes.NewReader(data), 0o600, time.Unix(1_600_000_000, 0)); err != nil {
			t.Fatal(err)
		}
		for _, offset := range []int{0, 1, 4095, 262_144, 300_001, len(data) - 1, len(data), len(data) + 5} {
			var got bytes.Buffer
			n, err := phone.ReadFrom(t.Context(), path, int64(offset), &got)
			if want := data[min(offset, len(data)):]; err != nil || int(n) != len(want) || !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%q from %d: %d of %d bytes, %v", name, offset, n, len(want), err)
			}
		}
		if _, err := phone.Shell(t.Context(), "rm "+adb.Quote(path)); err != nil {
			t.Error(err)
		}
	}
}
