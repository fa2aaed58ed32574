package device

import (
	"cmp"
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"keepsake/device/adb"
)

// spacesPatience bounds how long a phone is asked about its spaces: one that
// hangs over a broken card is used without knowing them.
const spacesPatience = 8 * time.Second

// readSpaces asks for every storage of the phone and tries whether it can be
// read: whether the file service calls it a folder and shows something in it.
// The phone's own is always the first. An error means that the phone could not
// be asked.
func readSpaces(ctx context.Context, l link, xiaomi bool) ([]Space, error) {
	ctx, cancel := context.WithTimeout(ctx, spacesPatience)
	defer cancel()
	var (
		volumes []volume
		users   []user
		asked   sync.WaitGroup
	)
	// A phone that cannot tell is believed to have none but those that can be seen.
	asked.Go(func() {
		if res, err := l.Shell(ctx, "sm list-volumes public"); err == nil {
			volumes = parseVolumes(string(res.Stdout))
		}
	})
	asked.Go(func() {
		if res, err := l.Shell(ctx, "pm list users"); err == nil {
			users = parseUsers(string(res.Stdout))
		}
	})
	asked.Wait()
	s, err := l.Sync(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	mounted, err := mountedVolumes(ctx, s)
	if err != nil {
		return nil, err
	}
	all := candidates(volumes, mounted, users, xiaomi)
	empty, err := tryEach(ctx, s, all)
	if err != nil {
		return nil, err
	}
	if err := measure(ctx, l, all, empty); err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s *Space) bool { return s.User == dualAppID && !s.Readable && !counted(users, s.User) })
	list := make([]Space, len(all))
	for i, s := range all {
		list[i] = *s
	}
	return list, nil
}

func counted(users []user, id int) bool {
	return slices.ContainsFunc(users, func(u user) bool { return u.id == id })
}

// mountedVolumes lists the cards and drives that have a folder in /storage.
func mountedVolumes(ctx context.Context, s session) (ids []string, err error) {
	err = s.Lists(ctx, []string{"/storage"}, func(_ int, entries []adb.DirEntry, _ error) {
		for _, e := range entries {
			if isVolume(e.Name) && len(ids) < maxVolumes {
				ids = append(ids, e.Name)
			}
		}
	})
	return ids, err
}

// candidates are the spaces a phone may have, each as if it could be read. That
// of dual apps is among them in any case: not every phone counts it as a user.
func candidates(volumes []volume, mounted []string, users []user, xiaomi bool) []*Space {
	list := []Space{{Kind: Shared, Path: primary, Readable: true}}
	for _, id := range mounted {
		if !slices.ContainsFunc(volumes, func(v volume) bool { return v.id == id }) {
			volumes = append(volumes, volume{id: id, state: "mounted"})
		}
	}
	for _, v := range volumes {
		list = append(list, v.space())
	}
	if !counted(users, dualAppID) {
		users = append(slices.Clone(users), user{id: dualAppID})
	}
	for _, u := range users {
		if u.id != 0 {
			list = append(list, u.space(xiaomi))
		}
	}
	all := make([]*Space, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	order := []SpaceKind{Drive, Card, Shared} // the owner's own first
	slices.SortStableFunc(all, func(a, b *Space) int {
		return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(slices.Index(order, b.Kind), slices.Index(order, a.Kind)), strings.Compare(a.Path, b.Path))
	})
	return all
}

// tryEach looks into every space and refuses those that cannot be read. It
// returns the cards that show nothing, which may be so.
func tryEach(ctx context.Context, s session, all []*Space) (empty []*Space, err error) {
	var open []*Space
	var dirs []string
	for _, sp := range all {
		if sp.Readable {
			open, dirs = append(open, sp), append(dirs, sp.Path)
		}
	}
	err = s.Lists(ctx, dirs, func(i int, entries []adb.DirEntry, err error) {
		sp := open[i]
		switch {
		case err != nil:
			sp.close(err)
		case len(entries) > 0:
		case sp.removable():
			empty = append(empty, sp)
		default:
			sp.close(adb.EACCES) // no user's storage is empty: it is only not shown
		}
	})
	return empty, err
}

// measure asks for the size of the cards, and whether those that look empty are.
func measure(ctx context.Context, l link, all, empty []*Space) error {
	err := askSpaces(ctx, l, "ls >/dev/null ", empty, func(sp *Space, a answer) {
		if a.exit != "" && a.exit != "0" && a.exit != "127" {
			sp.close(a.refusal(sp.Path))
		}
	})
	if err != nil {
		return err
	}
	var cards []*Space
	for _, sp := range all {
		if sp.removable() && sp.Readable {
			cards = append(cards, sp)
		}
	}
	return askSpaces(ctx, l, "df -k ", cards, func(sp *Space, a answer) {
		if size, ok := parseDF(a.text); ok {
			sp.Total, sp.Free = size.Total, size.Free
		}
	})
}

// askSpaces is askEach for the folders of spaces.
func askSpaces(ctx context.Context, l link, program string, list []*Space, each func(*Space, answer)) error {
	if len(list) == 0 {
		return nil // a shell without a command would wait for one
	}
	paths := make([]string, len(list))
	for i, sp := range list {
		paths[i] = sp.Path
	}
	return askEach(ctx, l, program, paths, func(i int, a answer) error {
		each(list[i], a)
		return nil
	})
}

func (s Space) removable() bool { return s.Kind == Card || s.Kind == Drive }

// close notes that the space was tried and could not be read.
func (s *Space) close(err error) {
	switch {
	case s.Kind == Shared:
		s.refuse("The phone's storage is not open yet. Unlock the phone once.")
	case s.removable():
		var no adb.Errno
		said := "it gave no reason"
		if errors.As(err, &no) {
			said = no.Error()
		}
		s.refuse("The phone does not let a computer read the " + s.Kind.Title() + " (" + said + "). Take it out, put it in again, and back up once more.")
	default:
		s.refuse(closedTo(s.Kind))
	}
}

// lay takes over what is known of the spaces; nil is nothing new.
func (i *Info) lay(spaces []Space) {
	if len(spaces) > 0 {
		i.Spaces = spaces
	}
	if len(i.Spaces) == 0 || i.Spaces[0].Kind != Shared || i.Spaces[0].Total == i.Storage.Total && i.Spaces[0].Free == i.Storage.Free {
		return
	}
	i.Spaces = slices.Clone(i.Spaces) // others hold the list, too
	i.Spaces[0].Total, i.Spaces[0].Free = i.Storage.Total, i.Storage.Free
}

// spaces asks the phone for its spaces and remembers them.
func (p *Phone) spaces(ctx context.Context) ([]Space, error) {
	list, err := readSpaces(ctx, p.link, p.Info().Xiaomi())
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.info.lay(list)
	return list, nil
}

// know adds the spaces that can be read to the volumes to be walked.
func (w *walk) know(spaces []Space) {
	for _, s := range spaces {
		if s.Readable && s.Kind != Shared {
			w.volume(s.Path, s.Kind)
		}
	}
}

// volume adds a volume, once.
func (w *walk) volume(path string, k SpaceKind) {
	if !slices.Contains(w.volumes, path) {
		w.volumes = append(w.volumes, path)
		w.titles[path] = k.Title()
	}
}

// album names the album of a folder: the same one on a card is another album
// than that on the phone.
func (w *walk) album(f folder) string {
	title := w.titles[f.volume]
	if title == "" && removable(f.volume) {
		title = Card.Title() // one that only the media database speaks of
	}
	return path.Join(title, f.rel)
}

// unread returns the spaces that were not looked into.
func (w *walk) unread(spaces []Space) []Space {
	return slices.DeleteFunc(slices.Clone(spaces), func(s Space) bool {
		return s.Kind == Shared || s.Readable || w.folders[s.Path] == listed
	})
}
