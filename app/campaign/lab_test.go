package campaign

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"sync"
	"testing"
	"time"

	"keepsake/app/job"
	"keepsake/app/library"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/demo"
	"keepsake/device/demo/trouble"
	"keepsake/gallery/records"
)

const (
	patience = 250 * time.Millisecond // of a transfer, in the runs with trouble
	deadline = 30 * time.Second       // of one backup; beyond it, it hangs
	tries    = 8                      // how often one backup may lose its phone
)

// now is the phones' time: every run finds the same pictures.
var now = time.Date(2026, 5, 20, 15, 4, 5, 0, time.UTC)

// newPhone is the phone of the campaign: a real picture, some files that take no
// time to look at, one of several blocks, and a name every layer must quote.
func newPhone(t *testing.T) *demo.Phone {
	t.Helper()
	p, err := demo.New(demo.Options{Small: true, Items: 1, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	big := make([]byte, 200<<10)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range big {
		big[i] = byte(r.Uint32())
	}
	put := func(name string, data []byte) {
		if err := p.AddFile(name, data, now.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	put("DCIM/Camera/VID_20260101_101010.mp4", big)
	put("DCIM/Camera/it's a \"trip\" $(x) 中\n2.jpg", []byte("not a picture, but somebody's file"))
	for i := range 9 {
		put(fmt.Sprintf("DCIM/Trip/IMG_%04d.jpg", i), big[i:3000*i+100]) // no two are alike
	}
	return p
}

// lab is a phone with what leads to it, and the truth about it.
type lab struct {
	phone    *demo.Phone
	addr     string          // of the adb server
	back     func() error    // makes a phone that went away come back
	backs    int             // how often it did in this backup
	truth    map[string]file // by path
	folder   string          // for libraries
	shared   bool            // an adb program holds one connection all the time
	careless bool            // backups believe what they get; for the negative control
}

// source is the phone as the backup sees it.
func (l *lab) source(p *device.Phone) job.Source {
	if l.careless {
		return careless{p}
	}
	return p
}

// newLab serves the phone as an adb server of its own until the test ends.
func newLab(t *testing.T) *lab {
	t.Helper()
	p := newPhone(t)
	l := &lab{phone: p, truth: truth(t, p), folder: folder(t), back: func() error { p.Plug(); return nil }}
	addr, stop, err := p.Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	l.addr = addr
	return l
}

// folder is where the libraries of a test lie: in memory where there is such a
// place, because a campaign waits for the disk most of its time otherwise.
func folder(t *testing.T) string {
	t.Helper()
	if dir, err := os.MkdirTemp("/dev/shm", "keepsake-campaign-"); err == nil {
		t.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

func (l *lab) server(patience time.Duration) *adb.Server {
	return adb.NewServer(adb.Options{Addr: l.addr, NoStart: true, Patience: patience, Quiet: 2 * patience})
}

// find looks for the phone until it is there, as the window and the terminal do.
func (l *lab) find(ctx context.Context, s *adb.Server) (*device.Phone, error) {
	for range tries {
		l.backs++
		if err := l.back(); err != nil {
			return nil, err
		}
		p, err := device.Find(ctx, s, "")
		if err == nil || ctx.Err() != nil {
			return p, err
		}
	}
	return device.Find(ctx, s, "")
}

// attempt is one backup and what came of it.
type attempt struct {
	receipt job.Receipt // zero when the phone was not found
	err     error
	lost    int // how often the phone was lost
}

// backup backs the phone up into a library, finding it again as often as it is lost.
func (l *lab) backup(ctx context.Context, dir string, patience time.Duration) (a attempt, err error) {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	l.backs = 0
	lib, err := library.Open(ctx, dir)
	if err != nil {
		return a, err
	}
	lib.Maker.Poster = nil // no other program's time
	defer func() { err = errors.Join(err, lib.Close()) }()
	s := l.server(patience)
	var p *device.Phone
	if p, a.err = l.find(ctx, s); a.err == nil {
		a.receipt, a.err = lib.Backup(ctx, l.source(p), library.BackupOptions{
			Records: []records.Category{}, // the campaign counts files
			Tracker: job.NewTracker(time.Now), NoVerify: l.careless,
			Again: func(ctx context.Context) (job.Source, error) {
				if a.lost++; a.lost > tries {
					return nil, fmt.Errorf("lost %d times", a.lost)
				}
				p, err := l.find(ctx, s)
				return l.source(p), err
			},
		})
	}
	if ctx.Err() != nil {
		return a, fmt.Errorf("hung for %v: %w", deadline, a.err)
	}
	return a, nil
}

// closed waits until the phone's side has no connection open.
func (l *lab) closed() error {
	for range 500 {
		if l.phone.Wire().Open() == 0 || l.shared && l.phone.Wire().Open() == 1 {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("%d connections stay open", l.phone.Wire().Open())
}

// names are the packets of a clean backup, in the order they were sent.
func (l *lab) names(t *testing.T) []string {
	t.Helper()
	l.phone.Wire().Note()
	v := l.clean(t.Context(), l.folder+"/clean", false)
	for _, p := range v {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	return l.phone.Wire().Names()
}

// clean is a backup without trouble: everything must be kept and proven then,
// and nothing twice. altered is the demand's.
func (l *lab) clean(ctx context.Context, dir string, altered bool) (problems []string) {
	a, err := l.backup(ctx, dir, deadline/6)
	if err != nil {
		return []string{"a backup without trouble: " + err.Error()}
	}
	n, r := len(l.truth), a.receipt
	if a.err != nil || r.Copied+r.Already != n || r.Verified != n || r.Failed != 0 || r.Skipped != 0 {
		problems = append(problems, fmt.Sprintf("a backup without trouble, of %d files: %v, %+v", n, a.err, r))
	}
	problems = append(problems, judge(dir, a, l.truth, demand{whole: true, altered: altered})...)
	if err := l.closed(); err != nil {
		problems = append(problems, "after a backup without trouble: "+err.Error())
	}
	return problems
}

// run is one backup with trouble and one without. It returns what is wrong.
func (l *lab) run(ctx context.Context, plan trouble.Plan, s *score) (problems []string) {
	dir, err := os.MkdirTemp(l.folder, "library-")
	if err != nil {
		return []string{err.Error()}
	}
	defer os.RemoveAll(dir)
	w := l.phone.Wire()
	altered := plan.Kind == trouble.Garbage || plan.Kind == trouble.Flip || plan.Kind == trouble.WrongLength
	w.Arm(plan)
	a, err := l.backup(ctx, dir, patience)
	name, fired := w.Fired()
	w.Arm(trouble.Plan{})
	if err != nil {
		problems = append(problems, err.Error())
	}
	problems = append(problems, judge(dir, a, l.truth, demand{altered: altered})...)
	if err := l.closed(); err != nil {
		problems = append(problems, err.Error())
	}
	kept := a.receipt.Copied + a.receipt.Already
	s.count(a, fired, kept == len(l.truth) && a.receipt.Verified == kept && a.err == nil)
	problems = append(problems, l.clean(ctx, dir, altered)...)
	for i := range problems {
		problems[i] = fmt.Sprintf("packet %d (%s), %s: %s", plan.At, name, plan.Kind, problems[i])
	}
	return problems
}

// score counts what the runs of one kind came to.
type score struct {
	mu                                  sync.Mutex
	runs, fired, failed, resumed, whole int
	reasons                             map[string]int // of the errors
}

func (s *score) count(a attempt, fired, whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs++
	if whole {
		s.whole++
	}
	if fired {
		s.fired++
	}
	if a.err != nil {
		s.failed++
		if s.reasons == nil {
			s.reasons = map[string]int{}
		}
		s.reasons[digits.ReplaceAllString(a.err.Error(), "#")]++
	}
	if a.lost > 0 {
		s.resumed++
	}
}

// digits are what makes two errors of one reason differ.
var digits = regexp.MustCompile(`[0-9]+|"[^"]*"`)

func (s *score) String() string {
	return fmt.Sprintf("%4d runs, %4d hit, %4d ended with an error, %4d went on after losing the phone, %4d complete at once", s.runs, s.fired, s.failed, s.resumed, s.whole)
}
