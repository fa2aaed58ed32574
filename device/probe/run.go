package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"keepsake/device"
	"keepsake/device/adb"
)

// Options say how a report is made.
type Options struct {
	Progress func(done, total int, title string) // before each question, and once at the end; nil: nobody asks
	Version  string                              // of Keepsake
	Now      func() time.Time                    // nil: the clock
}

// probe is one question.
type probe struct {
	id, question string
	source       string        // the topic it settles
	tells        []string      // the keys of the facts it may tell
	limit        time.Duration // 0: usual
	why          note          // it cannot be asked: why not

	// ask asks. An error is the phone's refusal, or the end of the connection or
	// of the time; what was found up to then is kept.
	ask func(ctx context.Context, v *visit) (result, error)
}

// usual is the time one question has; a phone that does not answer it gets the
// next one.
const usual = 10 * time.Second

// reason is the key under which a refusal is told.
const reason = "reason"

func (p probe) keys() []string { return append([]string{reason}, p.tells...) }

// result is what a probe found out.
type result struct {
	verdict Verdict
	found   facts
	note    note
}

type facts = map[string]any

// catalogue is every question, in the order they are asked.
func catalogue() []probe {
	var all []probe
	for _, topic := range [...][]probe{
		connection(), storage(), users(), rights(), providers(), contacts(), backups(), media(), pictures(), outOfReach(),
	} {
		all = append(all, topic...)
	}
	return all
}

// phone is what a visit needs of a phone.
type phone interface {
	Info() device.Info
	Shell(ctx context.Context, command string, most int) (adb.Result, error)
	Features(ctx context.Context) ([]string, error)
	Open(ctx context.Context, service string) (io.ReadCloser, error)
	Files(ctx context.Context) (files, error)
}

// files is what a visit needs of a file session.
type files interface {
	Stats(ctx context.Context, paths []string, each func(i int, st adb.Stat)) error
	Lists(ctx context.Context, dirs []string, each func(i int, entries []adb.DirEntry, err error)) error
	Pull(ctx context.Context, window int, next func() (adb.Request, bool), sink adb.Sink) error
	Close() error
}

// connected is a phone that is there.
type connected struct {
	device.Probing
	about device.Info
}

func reach(p *device.Phone) connected { return connected{p.Probing(), p.Info()} }

func (c connected) Info() device.Info { return c.about }

func (c connected) Files(ctx context.Context) (files, error) {
	f, err := c.Probing.Files(ctx)
	if err != nil {
		return nil, err // not f: a nil pointer in an interface is not nil
	}
	return f, nil
}

// Run asks the phone every question. Its error is that the phone is gone or ctx
// has ended; all other trouble is part of the report.
func Run(ctx context.Context, p *device.Phone, o Options) (Report, error) {
	return visitPhone(ctx, reach(p), catalogue(), o)
}

func visitPhone(ctx context.Context, p phone, all []probe, o Options) (Report, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(int, int, string) {}
	}
	info := p.Info()
	r := Report{Format: Format, Keepsake: o.Version, Made: o.Now(), Phone: summarize(info)}
	v := &visit{phone: p, props: map[string]string{}}
	for i, question := range all {
		o.Progress(i, len(all), question.question)
		point, err := v.settle(ctx, question)
		if err != nil {
			return Report{}, fmt.Errorf("asking %s: %w", info.Name, err)
		}
		r.Points = append(r.Points, point)
	}
	o.Progress(len(all), len(all), "")
	return cleanReport(r), nil
}

// settle asks one question.
func (v *visit) settle(ctx context.Context, p probe) (Point, error) {
	point := Point{ID: p.id, Question: p.question, Source: p.source}
	if p.ask == nil {
		point.Verdict, point.Note = NotProbed, string(p.why)
		return point, ctx.Err()
	}
	if p.limit == 0 {
		p.limit = usual
	}
	limited, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	res, err := p.ask(limited, v)
	if ctx.Err() != nil {
		return point, ctx.Err()
	}
	if err != nil {
		if broken(err) && limited.Err() == nil {
			if gone := v.alive(ctx); gone != nil {
				return point, gone
			}
		}
		if res.found == nil {
			res.found = facts{}
		}
		why := reasonOf(err)
		if limited.Err() != nil {
			why = tooLong
		}
		res.verdict, res.found[reason] = verdictOf(why), why
		if why == tooLong {
			res.note = noteTooLong
		}
	}
	if res.verdict == "" {
		res.verdict = Unclear
	}
	point.Verdict, point.Note = res.verdict, string(res.note)
	point.Found = clean(res.found, p.keys())
	return point, nil
}

// broken reports whether err is how the end of a connection looks. A service the
// phone refuses, and an answer that makes no sense, are answers.
func broken(err error) bool {
	if _, refused := errors.AsType[*adb.RefusedError](err); refused || errors.Is(err, device.ErrBroken) {
		return false
	}
	return errors.Is(err, device.ErrGone) || errors.Is(err, adb.ErrDeviceGone) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, adb.ErrNoServer) || errors.Is(err, adb.ErrOffline)
}

// alive tells a phone that is gone from one that only broke off one answer.
func (v *visit) alive(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, usual)
	defer cancel()
	f, err := v.phone.Files(ctx)
	if err == nil {
		defer f.Close()
		err = f.Stats(ctx, []string{"/"}, func(int, adb.Stat) {})
	}
	if err == nil || !broken(err) && ctx.Err() == nil {
		return nil
	}
	if !errors.Is(err, device.ErrGone) {
		err = fmt.Errorf("%w: %w", device.ErrGone, err)
	}
	return err
}
