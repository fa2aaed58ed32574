package device

import (
	"context"
	"encoding/hex"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"keepsake/device/adb"
)

// Move gives a file of the phone another name, on the same storage.
type Move struct {
	From, To string
	// Sum, when set, is the SHA-256 the file must have at that moment, or it stays.
	Sum *[32]byte
}

// Moves renames files, making the folders they go to. What has the new name
// already is never replaced. each is called once for every move, in order; err
// is what is wrong with that one alone: ErrTaken, ErrDiffers, fs.ErrNotExist or
// the phone's refusal.
func (p *Phone) Moves(ctx context.Context, moves []Move, each func(i int, err error)) error {
	commands := make([]string, len(moves))
	for i, m := range moves {
		from, to := adb.Quote(m.From), adb.Quote(m.To)
		// The exit codes are read by handled. A rename cannot be told not to replace,
		// so the names are looked at right before it.
		commands[i] = "( [ -e " + from + " ] || exit 72; [ -e " + to + " ] && exit 71; [ -L " + to + " ] && exit 71; " +
			ifSum(m.From, m.Sum) + "mkdir -p " + adb.Quote(path.Dir(m.To)) + " && mv -n " + from + " " + to +
			" || exit 1; [ -e " + from + " ] && exit 71; [ -e " + to + " ] || exit 74 )"
	}
	return p.handle(ctx, commands, func(i int) string { return moves[i].From }, each)
}

// Deletion deletes a file that has these bytes, and no other.
type Deletion struct {
	Path string
	Sum  [32]byte
}

// Deletes deletes files for good, each only if it has the bytes it is said to have
// when the phone hashes it right before. each is called once for every one, in
// order: with nil, ErrDiffers, fs.ErrNotExist or the phone's refusal.
func (p *Phone) Deletes(ctx context.Context, files []Deletion, each func(i int, err error)) error {
	commands := make([]string, len(files))
	for i, f := range files {
		name := adb.Quote(f.Path)
		commands[i] = "( [ -e " + name + " ] || exit 72; " + ifSum(f.Path, &f.Sum) + "rm " + name + " || exit 1; [ -e " + name + " ] && exit 74; true )"
	}
	return p.handle(ctx, commands, func(i int) string { return files[i].Path }, each)
}

// ours begins the names of files that only a run of ours makes.
const ours = ".keepsake-"

// TempName is the name, in the folder of its target, under which a file is written
// before it is whole. Neither galleries nor backups take it for a picture.
func TempName(target, run string, n int) string {
	return path.Join(path.Dir(target), ours+run+"-"+strconv.Itoa(n)+".part")
}

// Discard deletes files named by TempName, whatever they hold. Others are left.
func (p *Phone) Discard(ctx context.Context, paths []string) error {
	var commands, names []string
	for _, f := range paths {
		if strings.HasPrefix(path.Base(f), ours) && strings.HasSuffix(f, ".part") {
			commands, names = append(commands, "rm -f "+adb.Quote(f)), append(names, f)
		}
	}
	return p.handle(ctx, commands, func(i int) string { return names[i] }, func(int, error) {})
}

// RemoveFolders deletes folders that are empty, in this order, and leaves others.
func (p *Phone) RemoveFolders(ctx context.Context, dirs []string) error {
	commands := make([]string, len(dirs))
	for i, d := range dirs {
		commands[i] = "rmdir " + adb.Quote(d)
	}
	return p.handle(ctx, commands, func(i int) string { return dirs[i] }, func(int, error) {})
}

// Stamp is the modification time a file shall have.
type Stamp struct {
	Path  string
	MTime time.Time
}

// SetTimes sets modification times, in whole seconds.
func (p *Phone) SetTimes(ctx context.Context, stamps []Stamp, each func(i int, err error)) error {
	commands := make([]string, len(stamps))
	for i, s := range stamps {
		name := adb.Quote(s.Path)
		// Older phones do not know the first form.
		commands[i] = fmt.Sprintf("touch -c -m -d @%d %s || TZ=UTC0 touch -c -m -t %s %s", s.MTime.Unix(), name, s.MTime.UTC().Format("200601021504.05"), name)
	}
	return p.handle(ctx, commands, func(i int) string { return stamps[i].Path }, each)
}

// ifSum is the part of a command that ends it unless the file has this SHA-256.
func ifSum(file string, sum *[32]byte) string {
	if sum == nil {
		return ""
	}
	return "sha256sum < " + adb.Quote(file) + " | grep -qE '^" + hex.EncodeToString(sum[:]) + "' || exit 73; "
}

// handle runs one command for each file and tells how each went.
func (p *Phone) handle(ctx context.Context, commands []string, file func(i int) string, each func(i int, err error)) error {
	at := 0
	for _, batch := range batched(commands, func(c string) int { return len(c) }) {
		err := askAll(ctx, p.link, batch, func(i int, a answer) error {
			if a.exit == "" {
				return fmt.Errorf("%w: no answer about %q", ErrBroken, file(at+i))
			}
			each(at+i, handled(a, file(at+i)))
			return nil
		})
		if err != nil {
			return fmt.Errorf("handling files on %s: %w", p.Info().Name, lost(err))
		}
		at += len(batch)
	}
	return nil
}

// handled reads the exit code of one command.
func handled(a answer, file string) error {
	var err error
	switch a.exit {
	case "0":
		return nil
	case "71":
		err = ErrTaken
	case "72":
		err = adb.ENOENT
	case "73":
		err = ErrDiffers
	case "74":
		err = fmt.Errorf("the phone says it was done, and it was not: %s", a.reason())
	default:
		err = written(a.refusal(file))
	}
	return fmt.Errorf("%q: %w", file, err)
}
