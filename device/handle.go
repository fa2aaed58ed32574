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
	made := map[string]bool{}
	for i, m := range moves {
		from, to := adb.Quote(m.From), adb.Quote(m.To)
		dir := ""
		if d := path.Dir(m.To); !made[d] {
			made[d] = true
			dir = "mkdir -p " + adb.Quote(d) + "; "
		}
		// A rename cannot be told not to replace, so the names are looked at right
		// before it. All but the rename itself is done by the shell, without a process.
		commands[i] = dir + "c=72; [ -e " + from + " ] && c=71 && ! [ -e " + to + " ] && ! [ -L " + to + " ] && c=73 && " + ifSum(m.From, m.Sum) +
			"c=1 && mv -n " + from + " " + to + " && c=71 && ! [ -e " + from + " ] && c=74 && [ -e " + to + " ] && c=0; echo code=$c"
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
		commands[i] = "c=72; [ -e " + name + " ] && c=73 && " + ifSum(f.Path, &f.Sum) + "c=1 && rm " + name + " && c=74 && ! [ -e " + name + " ] && c=0; echo code=$c"
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
			commands, names = append(commands, "rm -f "+adb.Quote(f)+"; echo code=$?"), append(names, f)
		}
	}
	return p.handle(ctx, commands, func(i int) string { return names[i] }, func(int, error) {})
}

// RemoveFolders deletes folders that are empty, in this order, and leaves others.
func (p *Phone) RemoveFolders(ctx context.Context, dirs []string) error {
	commands := make([]string, len(dirs))
	for i, d := range dirs {
		commands[i] = "rmdir " + adb.Quote(d) + "; echo code=$?"
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
		commands[i] = fmt.Sprintf("touch -c -m -d @%d %s || TZ=UTC0 touch -c -m -t %s %s; echo code=$?", s.MTime.Unix(), name, s.MTime.UTC().Format("200601021504.05"), name)
	}
	return p.handle(ctx, commands, func(i int) string { return stamps[i].Path }, each)
}

// ifSum is the part of a command that goes on only if the file has this SHA-256.
func ifSum(file string, sum *[32]byte) string {
	if sum == nil {
		return ""
	}
	return "sha256sum < " + adb.Quote(file) + " | grep -qE '^" + hex.EncodeToString(sum[:]) + "' && "
}

// handle runs one command for each file and tells how each went. A command's last
// line is "code=" and a number that handled reads.
func (p *Phone) handle(ctx context.Context, commands []string, file func(i int) string, each func(i int, err error)) error {
	first := 0
	for _, batch := range batched(commands, func(c string) int { return len(c) }) {
		err := askAll(ctx, p.link, batch, func(i int, a answer) error {
			at := strings.LastIndex("\n"+a.text, "\ncode=")
			if a.exit == "" || at < 0 {
				return fmt.Errorf("%w: no answer about %q", ErrBroken, file(first+i))
			}
			a.text, a.exit = strings.TrimSpace(a.text[:max(0, at-1)]), a.text[at+len("code="):]
			each(first+i, handled(a, file(first+i)))
			return nil
		})
		if err != nil {
			return fmt.Errorf("handling files on %s: %w", p.Info().Name, lost(err))
		}
		first += len(batch)
	}
	return nil
}

// handled reads the code of one command.
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
