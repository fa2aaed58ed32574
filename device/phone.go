package device

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"keepsake/device/adb"
)

// Phone is one connected phone that can be read. It is safe for concurrent use.
// After a replug it stays gone: ask the Hub for a new one.
type Phone struct {
	link link
	life context.Context // ends when the phone leaves the server's list; nil: nobody looks

	mu   sync.Mutex
	info Info // guarded by mu
}

// link is what a Phone needs of its connection.
type link interface {
	Shell(ctx context.Context, command string) (adb.Result, error)
	Sync(ctx context.Context) (session, error)
	ReadFrom(ctx context.Context, path string, offset int64, w io.Writer) (int64, error)
}

// session is what a Phone needs of a file session. Calls do not overlap.
type session interface {
	Lists(ctx context.Context, dirs []string, each func(i int, entries []adb.DirEntry, err error)) error
	Stat(ctx context.Context, path string) (adb.Stat, error)
	Pull(ctx context.Context, window int, next func() (adb.Request, bool), sink adb.Sink) error
	PushAll(ctx context.Context, window int, next func() (adb.Upload, bool), origin adb.Origin) error
	Close() error
}

// wire is a link over adb.
type wire struct{ *adb.Device }

func (w wire) Sync(ctx context.Context) (session, error) {
	s, err := w.Device.Sync(ctx)
	if err != nil {
		return nil, err // not s: a nil pointer in an interface is not nil
	}
	return s, nil
}

// Info returns what was known of the phone when it was last asked.
func (p *Phone) Info() Info {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.info
}

// Refresh asks for battery, storage and spaces again. What the phone does not tell
// stays as it was; an error means that it could not be asked at all.
func (p *Phone) Refresh(ctx context.Context) (Info, error) {
	battery, space, err := readState(ctx, p.link)
	locked, lockedErr := readLocked(ctx, p.link)
	if err = cmp.Or(err, lockedErr); err != nil {
		return p.Info(), fmt.Errorf("asking %s for battery and storage: %w", p.Info().Name, lost(err))
	}
	var spaces []Space
	if !locked {
		spaces, _ = readSpaces(ctx, p.link, p.Info().Xiaomi()) // else they stay as they were
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.info.merge(battery, space)
	p.info.lay(spaces)
	p.info.Locked = locked
	return p.info, nil
}

// merge takes over what is known of battery and storage.
func (i *Info) merge(b Battery, s Storage) {
	if b.Level >= 0 {
		i.Battery = b
	}
	if s.Total > 0 {
		i.Storage = s
	}
}

// firstLook bounds how long a new phone is waited for: one that answers but
// hangs is asked again later.
const firstLook = 20 * time.Second

// open makes a Phone of a ready entry: it asks for the phone's properties,
// battery and storage. A phone that cannot tell them still becomes a Phone; an
// error means that it answers nothing at all.
func open(ctx context.Context, l link, e adb.Entry) (*Phone, error) {
	ctx, cancel := context.WithTimeout(ctx, firstLook)
	defer cancel()
	info := entryInfo(e)
	res, err := l.Shell(ctx, "getprop")
	if err != nil {
		return nil, fmt.Errorf("asking phone %s for its properties: %w", e.Serial, lost(err))
	}
	info = info.describe(parseProperties(string(res.Stdout)))
	spaces, xiaomi := make(chan []Space, 1), info.Xiaomi()
	go func() {
		list, _ := readSpaces(ctx, l, xiaomi) // nil while unknown
		spaces <- list
	}()
	battery, space, _ := readState(ctx, l)
	info.merge(battery, space)
	info.lay(<-spaces)
	info.Locked, _ = readLocked(ctx, l)
	return &Phone{link: l, info: info}, nil
}

// readState asks for battery and storage.
func readState(ctx context.Context, l link) (Battery, Storage, error) {
	var (
		battery              Battery
		space                Storage
		noBattery, noStorage error
		both                 sync.WaitGroup
	)
	both.Go(func() { battery, noBattery = readBattery(ctx, l) })
	both.Go(func() { space, noStorage = readStorage(ctx, l) })
	both.Wait()
	return battery, space, cmp.Or(noBattery, noStorage)
}

func readBattery(ctx context.Context, l link) (Battery, error) {
	res, err := l.Shell(ctx, "dumpsys battery")
	if err != nil {
		return Battery{Level: -1}, err
	}
	return parseBattery(string(res.Stdout)), nil
}

func readStorage(ctx context.Context, l link) (Storage, error) {
	res, err := l.Shell(ctx, "df -k "+primary)
	if err != nil {
		return Storage{}, err
	}
	if s, ok := parseDF(string(res.Stdout)); ok {
		return s, nil
	}
	if res, err = l.Shell(ctx, "stat -f -c '%S %b %a' "+primary); err != nil {
		return Storage{}, err
	}
	s, _ := parseStatFS(string(res.Stdout))
	return s, nil
}

// matches reports how well a selector fits a phone: 2 exactly, 1 by the
// beginning of its name, model or codename, 0 not at all.
func (i Info) matches(selector string) int {
	if selector == "" {
		return 1
	}
	if selector == i.ID || selector == i.Serial {
		return 2
	}
	for _, word := range [...]string{i.Name, i.Model, i.Codename} {
		if len(word) >= len(selector) && strings.EqualFold(word[:len(selector)], selector) {
			return 1
		}
	}
	return 0
}

// choose finds the one phone a selector means: the exact one, or the only one
// it fits. The error says what there is.
func choose(all []Info, selector string) (Info, error) {
	var fit []Info
	for _, i := range all {
		switch i.matches(selector) {
		case 2:
			return i, nil
		case 1:
			fit = append(fit, i)
		}
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case len(fit) > 1:
		return Info{}, fmt.Errorf("%w %q: name one of %s", ErrSeveral, selector, names(fit))
	case len(all) == 0:
		return Info{}, ErrNoPhone
	}
	return Info{}, fmt.Errorf("no phone %q among those connected (%s): %w", selector, names(all), ErrGone)
}

func names(all []Info) string {
	list := make([]string, len(all))
	for n, i := range all {
		list[n] = fmt.Sprintf("%s (%s)", i.Name, i.Serial)
	}
	return strings.Join(list, ", ")
}
