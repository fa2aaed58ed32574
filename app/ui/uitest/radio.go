package uitest

import (
	"context"

	"keepsake/app/ui/doctor"
	"keepsake/app/ui/wifi"
)

// Radio is a network with phones in it, as the test says.
type Radio struct {
	Steps  []wifi.Step // of whoever scans the code
	Around []wifi.Service
	Err    error
	Asked  []string
}

// Invite implements wifi.Radio. The code is a pattern that no camera reads.
func (r *Radio) Invite(context.Context) ([][]bool, <-chan wifi.Step, error) {
	if r.Err != nil {
		return nil, nil, r.Err
	}
	steps := make(chan wifi.Step, len(r.Steps))
	for _, s := range r.Steps {
		steps <- s
	}
	close(steps)
	return Pattern(29), steps, nil
}

// Pattern looks like a QR code n modules wide.
func Pattern(n int) [][]bool {
	code := make([][]bool, n)
	finder := func(x, y int) (in, dark bool) {
		for _, c := range [][2]int{{0, 0}, {n - 7, 0}, {0, n - 7}} {
			dx, dy := x-c[0], y-c[1]
			if dx >= -1 && dx <= 7 && dy >= -1 && dy <= 7 {
				ring := max(abs(dx-3), abs(dy-3))
				return true, ring != 2 && ring < 4
			}
		}
		return false, false
	}
	seed := uint32(7)
	for y := range code {
		code[y] = make([]bool, n)
		for x := range code[y] {
			seed = seed*1664525 + 1013904223
			if in, dark := finder(x, y); in {
				code[y][x] = dark
			} else {
				code[y][x] = seed>>24&1 == 1
			}
		}
	}
	return code
}

func abs(v int) int { return max(v, -v) }

// PairCode implements wifi.Radio.
func (r *Radio) PairCode(_ context.Context, addr, code string) error {
	r.Asked = append(r.Asked, "pair "+addr+" "+code)
	return r.Err
}

// Connect implements wifi.Radio.
func (r *Radio) Connect(_ context.Context, addr string) error {
	r.Asked = append(r.Asked, "connect "+addr)
	return r.Err
}

// OverUSB implements wifi.Radio.
func (r *Radio) OverUSB(_ context.Context, id string) (string, error) {
	r.Asked = append(r.Asked, "usb "+id)
	return "192.168.1.20:5555", r.Err
}

// Nearby implements wifi.Radio.
func (r *Radio) Nearby(_ context.Context, each func([]wifi.Service)) error {
	each(r.Around)
	return nil
}

// Supply is a download that is here at once.
type Supply struct {
	Archive   doctor.Archive
	Err       error
	Installed []string
	Half      chan struct{} // when not nil, Fetch closes it half way and goes no further
}

// Source implements doctor.Supply.
func (s *Supply) Source() string {
	return "https://dl.google.com/android/repository/platform-tools-latest-linux.zip"
}

// Fetch implements doctor.Supply.
func (s *Supply) Fetch(ctx context.Context, progress func(done, total int64)) (doctor.Archive, error) {
	progress(s.Archive.Size/3, s.Archive.Size)
	if s.Half != nil {
		close(s.Half)
		<-ctx.Done()
		return doctor.Archive{}, ctx.Err()
	}
	return s.Archive, s.Err
}

// Install implements doctor.Supply.
func (s *Supply) Install(_ context.Context, a doctor.Archive) error {
	s.Installed = append(s.Installed, a.SHA256)
	return s.Err
}
