package probe

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"sync"
	"time"

	"keepsake/device/adb"
)

const (
	statFiles   = 2000
	aloneFiles  = 100 // one by one
	smallFiles  = 200
	smallFile   = 64 << 10
	sampleFiles = 20       // read whole, for speed and for what is in them
	sampleFile  = 16 << 20 // none of them longer
	sampleBytes = 64 << 20
)

var speedKeys = []string{"files", "megabytes", "ms", "mb per s"}

// askStats asks about up to 2,000 files at once, then about some one by one.
func askStats(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	all := paths(t.files, statFiles)
	if len(all) == 0 {
		return result{verdict: Unclear, note: noteFewFiles}, nil
	}
	s, err := v.phone.Files(ctx)
	if err != nil {
		return result{}, err
	}
	defer s.Close()
	found := facts{"files": len(all)}
	begun := time.Now()
	if err := s.Stats(ctx, all, func(int, adb.Stat) {}); err != nil {
		return result{found: found}, err
	}
	found["ms per file"] = millis(time.Since(begun)) / float64(len(all))
	alone := all[max(0, len(all)-aloneFiles):]
	begun = time.Now()
	for i := range alone {
		if err := s.Stats(ctx, alone[i:i+1], func(int, adb.Stat) {}); err != nil {
			return result{found: found}, err
		}
	}
	found["files one by one"] = len(alone)
	found["ms per file one by one"] = millis(time.Since(begun)) / float64(len(alone))
	return result{verdict: Yes, found: found}, nil
}

func paths(files []file, most int) []string {
	var list []string
	for _, f := range files[:min(most, len(files))] {
		list = append(list, f.path)
	}
	return list
}

// askSmallFiles reads small files, half of them with many requests in flight.
func askSmallFiles(ctx context.Context, v *visit) (result, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return result{}, err
	}
	var small []file
	for _, f := range t.files {
		if f.size > 0 && f.size <= smallFile && len(small) < smallFiles {
			small = append(small, f)
		}
	}
	if len(small) < 2 {
		return result{verdict: Unclear, found: facts{"files": len(small)}, note: noteFewFiles}, nil
	}
	many, alone := small[:len(small)/2], small[len(small)/2:]
	took, err := v.read(ctx, many, 16, nil)
	if err != nil {
		return result{}, err
	}
	found := facts{"files": len(many), "ms per file": millis(took) / float64(len(many))}
	if took, err = v.read(ctx, alone, 1, nil); err != nil {
		return result{found: found}, err
	}
	found["files one by one"], found["ms per file one by one"] = len(alone), millis(took)/float64(len(alone))
	return result{verdict: Yes, found: found}, nil
}

// read reads files over a session of their own and says how long the reading
// took. keep gets what was read, nil: nobody wants it.
func (v *visit) read(ctx context.Context, list []file, window int, keep func(f file, data []byte)) (time.Duration, error) {
	s, err := v.phone.Files(ctx)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	begun := time.Now()
	next := func() (adb.Request, bool) {
		if len(list) == 0 || ctx.Err() != nil {
			return adb.Request{}, false
		}
		f := list[0]
		list = list[1:]
		return adb.Request{Path: f.path, Tag: f}, true
	}
	err = s.Pull(ctx, window, next, reader{keep})
	return time.Since(begun), err
}

// reader is the adb.Sink of a read.
type reader struct{ keep func(f file, data []byte) }

// errLong ends a file that has grown beyond all bounds since it was listed.
var errLong = errors.New("longer than it was listed")

type page struct{ bytes.Buffer }

func (p *page) Write(b []byte) (int, error) {
	if p.Len()+len(b) > sampleFile {
		return 0, errLong
	}
	return p.Buffer.Write(b)
}

func (r reader) Begin(adb.Request) (io.Writer, error) {
	if r.keep == nil {
		return io.Discard, nil
	}
	return &page{}, nil
}

func (r reader) End(req adb.Request, w io.Writer, _ int64, _ adb.Stat, err error) {
	if p, ok := w.(*page); ok && err == nil {
		r.keep(req.Tag.(file), p.Bytes())
	}
}

// looked is what the sample told: its speed, and what is in the files.
type looked struct {
	one, two timing
	seen     findings
}

type timing struct {
	files int
	bytes int64
	took  time.Duration
	err   error
}

func (t timing) facts() facts {
	found := facts{"files": t.files}
	speed(found, t.bytes, t.took)
	return found
}

// choose picks the sample: kinds that tell most first, large enough to measure,
// spread over the years because phones and their apps change.
func choose(files []file) []file {
	var kinds [4][]file
	for _, f := range files {
		if f.size < 1<<10 || f.size > sampleFile {
			continue
		}
		switch name, ext := f.name(), strings.ToLower(path.Ext(f.path)); {
		case ext == ".heic" || ext == ".heif":
			kinds[1] = append(kinds[1], f)
		case ext == ".mp4" || ext == ".mov":
			kinds[2] = append(kinds[2], f)
		case ext != ".jpg" && ext != ".jpeg":
		case strings.HasPrefix(name, "MVIMG") || strings.Contains(name, ".MP."):
			kinds[3] = append(kinds[3], f)
		case strings.Contains(f.path, "/DCIM/Camera/"):
			kinds[0] = append(kinds[0], f)
		}
	}
	var list []file
	total := int64(0)
	for kind, quota := range [...]int{8, 4, 4, 4} {
		all := kinds[kind]
		for n := range min(quota, len(all)) {
			f := all[n*len(all)/min(quota, len(all))]
			if total+f.size <= sampleBytes && len(list) < sampleFiles {
				list, total = append(list, f), total+f.size
			}
		}
	}
	return list
}

// sample reads the chosen files once: every second one over one session, the
// others over two side by side. No file is read twice, because the phone would
// have it in memory.
func (v *visit) sample(ctx context.Context) (*looked, error) {
	return v.look.get(func() (*looked, error) { return v.readSample(ctx) })
}

func (v *visit) readSample(ctx context.Context) (*looked, error) {
	t, err := v.gather(ctx)
	if err != nil {
		return nil, err
	}
	var one []file
	var two [2][]file
	for i, f := range choose(t.files) {
		switch {
		case i%2 == 0:
			one = append(one, f)
		default:
			two[i/2%2] = append(two[i/2%2], f)
		}
	}
	l := &looked{}
	var mu sync.Mutex
	read := map[file][]byte{}
	keep := func(t *timing) func(f file, data []byte) {
		return func(f file, data []byte) {
			mu.Lock()
			defer mu.Unlock()
			t.files++
			t.bytes += int64(len(data))
			read[f] = data
		}
	}
	if l.one.took, l.one.err = v.read(ctx, one, 8, keep(&l.one)); broken(l.one.err) {
		return nil, l.one.err
	}
	begun := time.Now()
	var errs [2]error
	var both sync.WaitGroup
	for i := range two {
		both.Go(func() { _, errs[i] = v.read(ctx, two[i], 8, keep(&l.two)) })
	}
	both.Wait()
	l.two.took, l.two.err = time.Since(begun), errors.Join(errs[:]...)
	for f, data := range read {
		l.seen.look(f, data)
	}
	return l, nil
}

func askReading(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err != nil {
		return result{}, err
	}
	if l.one.files == 0 {
		return result{verdict: Unclear, note: noteFewFiles}, l.one.err
	}
	return result{verdict: Yes, found: l.one.facts()}, l.one.err
}

func askSessions(ctx context.Context, v *visit) (result, error) {
	l, err := v.sample(ctx)
	if err == nil {
		err = errors.Join(l.one.err, l.two.err)
	}
	if err != nil {
		return result{}, err
	}
	found := l.two.facts()
	if l.one.bytes < 1<<20 || l.two.bytes < 1<<20 || l.one.took <= 0 || l.two.took <= 0 {
		return result{verdict: Unclear, found: found, note: noteFewFiles}, nil
	}
	ratio := float64(l.two.bytes) / l.two.took.Seconds() / (float64(l.one.bytes) / l.one.took.Seconds())
	found["times faster"] = ratio
	verdict := No
	if ratio > 1.1 {
		verdict = Yes
	}
	return result{verdict: verdict, found: found}, nil
}
