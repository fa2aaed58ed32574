package probe

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
)

// connect serves a demo phone for the time of the test.
func connect(t *testing.T, o demo.Options) (*demo.Phone, *device.Phone) {
	t.Helper()
	o.Small = true
	o.Now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	if o.Items == 0 {
		o.Items = 60
	}
	sim, err := demo.New(o)
	if err != nil {
		t.Fatal(err)
	}
	addr, stop, err := sim.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	p, err := device.Find(t.Context(), adb.NewServer(adb.Options{Addr: addr, NoStart: true}), "")
	if err != nil {
		t.Fatal(err)
	}
	return sim, p
}

// ask runs the whole catalogue; every fact must be one the gate knows.
func ask(t *testing.T, p phone) Report {
	t.Helper()
	all := catalogue()
	raw := map[string]facts{}
	for i, q := range all {
		if q.ask != nil {
			all[i].ask = func(ctx context.Context, v *visit) (result, error) {
				res, err := q.ask(ctx, v)
				raw[q.id] = res.found
				return res, err
			}
		}
	}
	titles := 0
	r, err := visitPhone(t.Context(), p, all, Options{Version: "dev", Progress: func(done, total int, title string) {
		if titles++; total != len(all) || done != titles-1 || (title == "") != (done == total) {
			t.Errorf("progress %d of %d, %q", done, total, title)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if titles != len(all)+1 {
		t.Errorf("%d reports of progress", titles)
	}
	for _, point := range r.Points {
		for key := range raw[point.ID] {
			if _, ok := point.Found[key]; !ok {
				t.Errorf("%s: the fact %q did not pass the gate", point.ID, key)
			}
		}
		if point.Found[reason] == otherwise && point.Verdict != No {
			t.Errorf("%s: not understood: %v", point.ID, point.Found)
		}
	}
	return r
}

// verdictLines are what a golden file holds: what does not depend on time.
func verdictLines(r Report) string {
	var b strings.Builder
	for _, p := range r.Points {
		if p.ID == "wifi.add" {
			continue // as much Wi-Fi as the demo phone has; see TestVerdicts
		}
		fmt.Fprintf(&b, "%s %s", p.ID, p.Verdict)
		if why, ok := p.Found[reason]; ok {
			fmt.Fprintf(&b, " (%s)", why)
		}
		if p.Note != "" {
			fmt.Fprintf(&b, ": %s", p.Note)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		have := map[string]bool{}
		for line := range strings.Lines(string(want)) {
			have[line] = true
		}
		for line := range strings.Lines(got) {
			if !have[line] {
				t.Errorf("%s: not there: %s", name, line)
			}
		}
		t.Errorf("%s differs; -update writes it anew", name)
	}
}

func TestDemoPhone(t *testing.T) {
	sim, p := connect(t, demo.Options{})
	before, err := sim.Files("/")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(t.Context(), p, Options{Version: "1.2.3", Now: func() time.Time { return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "verdicts.golden", verdictLines(r))
	want := Summary{Maker: "Xiaomi", Brand: "Xiaomi", Model: demo.Model, Codename: "houji", OS: "HyperOS 2.0", Android: "15", SDK: 35, Region: "GB"}
	if r.Phone != want || r.Keepsake != "1.2.3" || r.Format != Format || !r.Made.Equal(time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", r)
	}
	ask(t, reach(p))
	after, err := sim.Files("/")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(before, after) {
		t.Error("the phone's files are not what they were")
	}
}

func TestTroubles(t *testing.T) {
	for _, c := range []struct{ faults, golden string }{
		{"refuse=content", "nocontent.golden"},
		{"refuse=shell", "noshell.golden"},
		{"refuse=sync", "nosync.golden"},
		{"refuse=call_log,refuse=sms", "denied.golden"},
		{"deny=DCIM,deny=Android/data", "folders.golden"},
		{"old", "old.golden"},
	} {
		t.Run(c.faults, func(t *testing.T) {
			faults, err := demo.ParseFaults(c.faults)
			if err != nil {
				t.Fatal(err)
			}
			o := demo.Options{Items: 30}
			if c.faults == "old" { // it is so from the beginning
				o.Faults, faults = faults, nil
			}
			sim, p := connect(t, o)
			if err := sim.Inject(faults...); err != nil {
				t.Fatal(err)
			}
			golden(t, c.golden, verdictLines(ask(t, reach(p))))
		})
	}
}

// The cable breaks wherever it likes: then there is no report, and the error
// says that the phone is gone.
func TestCut(t *testing.T) {
	for _, n := range []int64{100, 5_000, 30_000_000, 33_700_000} {
		sim, p := connect(t, demo.Options{Items: 30})
		sim.CutAfter(n, 0)
		r, err := Run(t.Context(), p, Options{})
		if !errors.Is(err, device.ErrGone) || len(r.Points) > 0 {
			t.Errorf("after %d bytes: %d points, %v", n, len(r.Points), err)
		}
	}
}

func TestCancel(t *testing.T) {
	_, p := connect(t, demo.Options{Items: 10})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := Run(ctx, p, Options{Progress: func(done, _ int, _ string) {
		if done == 12 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || errors.Is(err, device.ErrGone) {
		t.Error(err)
	}
}

// silent is a phone that never answers one command.
type silent struct {
	phone
	to string
}

func (s silent) Shell(ctx context.Context, command string, most int) (adb.Result, error) {
	if strings.HasPrefix(command, s.to) {
		<-ctx.Done()
		return adb.Result{}, ctx.Err()
	}
	return s.phone.Shell(ctx, command, most)
}

func TestSilentCommand(t *testing.T) {
	_, p := connect(t, demo.Options{Items: 10})
	all := []probe{byID(t, "rights.shell"), byID(t, "battery.format"), byID(t, "users.list")}
	for i := range all {
		all[i].limit = 20 * time.Millisecond
	}
	all[0].limit, all[2].limit = 0, 0
	r, err := visitPhone(t.Context(), silent{reach(p), "dumpsys battery"}, all, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Points[1]; got.Verdict != Unclear || got.Found[reason] != tooLong || got.Note != "took too long" {
		t.Errorf("%+v", got)
	}
	if r.Points[0].Verdict != Yes || r.Points[2].Verdict != Yes {
		t.Errorf("the others: %+v", r.Points)
	}
}

// A command whose answer breaks off, on a phone that is still there, is not the
// end of the report.
func TestBrokenAnswer(t *testing.T) {
	f := &fake{shell: func(context.Context, string) (adb.Result, error) {
		return adb.Result{}, fmt.Errorf("running: %w", io.ErrUnexpectedEOF)
	}}
	f.put("/sdcard", "", time.Time{})
	if got := settleOne(t, f, "read.calls"); got.Verdict != Unclear || got.Found[reason] != otherwise {
		t.Errorf("%+v", got)
	}
}
