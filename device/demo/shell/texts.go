package shell

import (
	"bufio"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"regexp"
	"strconv"
	"strings"

	"keepsake/device/demo/disk"
)

func cat(_ context.Context, c *Call) int {
	if _, ok := c.options("u", ""); !ok {
		return 1
	}
	return c.each(func(_ string, r io.Reader) error {
		_, err := io.Copy(c.Out, r)
		return err
	})
}

func head(_ context.Context, c *Call) int {
	if len(c.Args) > 0 && len(c.Args[0]) > 1 && c.Args[0][0] == '-' && c.Args[0][1] >= '0' && c.Args[0][1] <= '9' {
		c.Args = append([]string{"-n", c.Args[0][1:]}, c.Args[1:]...)
	}
	opts, ok := c.options("", "nc")
	if !ok {
		return 1
	}
	lines, bytes := int64(10), int64(-1)
	for letter, target := range map[byte]*int64{'n': &lines, 'c': &bytes} {
		if v, ok := opts[letter]; ok {
			n, err := strconv.ParseInt(v, 10, 64)
			if err != nil || n < 0 {
				return c.Errorf("not integer: %s", v)
			}
			*target = n
		}
	}
	return c.each(func(_ string, r io.Reader) error {
		if bytes >= 0 {
			_, err := io.CopyN(c.Out, r, bytes)
			if err == io.EOF {
				err = nil
			}
			return err
		}
		b := bufio.NewReader(r)
		for range lines {
			line, err := b.ReadString('\n')
			if _, werr := io.WriteString(c.Out, line); werr != nil {
				return werr
			}
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// tail prints the last lines, and with -c +N all from the Nth byte on.
func tail(_ context.Context, c *Call) int {
	if len(c.Args) > 0 && len(c.Args[0]) > 1 && c.Args[0][0] == '-' && c.Args[0][1] >= '0' && c.Args[0][1] <= '9' {
		c.Args = append([]string{"-n", c.Args[0][1:]}, c.Args[1:]...)
	}
	opts, ok := c.options("", "nc")
	if !ok {
		return 1
	}
	if v, ok := opts['c']; ok {
		return c.tailFrom(v)
	}
	keep := 10
	if v, ok := opts['n']; ok {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > 1e6 {
			return c.Errorf("not integer: %s", v)
		}
		keep = n
	}
	return c.each(func(_ string, r io.Reader) error {
		var last []string
		b := bufio.NewReader(r)
		for {
			line, err := b.ReadString('\n')
			if line != "" {
				if last = append(last, line); len(last) > keep {
					last = last[1:]
				}
			}
			if err == io.EOF {
				_, err = io.WriteString(c.Out, strings.Join(last, ""))
				return err
			}
			if err != nil {
				return err
			}
		}
	})
}

func wc(_ context.Context, c *Call) int {
	opts, ok := c.options("lwc", "")
	if !ok {
		return 1
	}
	return c.each(func(name string, r io.Reader) error {
		var lines, words, bytes int64
		inWord := false
		b := bufio.NewReader(r)
		for {
			ch, err := b.ReadByte()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			bytes++
			space := ch == ' ' || ch == '\n' || ch == '\t'
			if ch == '\n' {
				lines++
			}
			if !space && !inWord {
				words++
			}
			inWord = !space
		}
		var out []string
		for _, f := range []struct {
			letter byte
			n      int64
		}{{'l', lines}, {'w', words}, {'c', bytes}} {
			if len(opts) == 0 || has(opts, f.letter) {
				out = append(out, strconv.FormatInt(f.n, 10))
			}
		}
		if name != "-" {
			out = append(out, name)
		}
		_, err := fmt.Fprintln(c.Out, strings.Join(out, " "))
		return err
	})
}

// grep finds fixed texts; it has no expressions.
func grep(_ context.Context, c *Call) int {
	opts, ok := c.options("FEqicv", "e")
	if !ok {
		return 2
	}
	pattern, given := opts['e']
	if !given {
		if !c.enough(1) {
			return 2
		}
		pattern, c.Args = c.Args[0], c.Args[1:]
	}
	norm := func(s string) string { return s }
	if has(opts, 'i') {
		norm = strings.ToLower
	}
	matches := func(s string) bool { return strings.Contains(norm(s), norm(pattern)) }
	if has(opts, 'E') { // elsewhere patterns are plain words
		re, err := regexp.Compile(norm(pattern))
		if err != nil {
			return 2
		}
		matches = func(s string) bool { return re.MatchString(norm(s)) }
	}
	count := 0
	code := c.each(func(_ string, r io.Reader) error {
		s := bufio.NewScanner(r)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			if matches(s.Text()) == has(opts, 'v') {
				continue
			}
			count++
			if !has(opts, 'q') && !has(opts, 'c') {
				fmt.Fprintln(c.Out, s.Text())
			}
		}
		return s.Err()
	})
	if has(opts, 'c') {
		fmt.Fprintln(c.Out, count)
	}
	switch {
	case code != 0:
		return 2
	case count == 0:
		return 1
	}
	return 0
}

func sha256sum(ctx context.Context, c *Call) int {
	return c.sums(ctx, sha256.New(), func(name string) ([]byte, error) {
		sum, err := c.Disk.Sum(c.Path(name))
		return sum[:], err
	})
}

func md5sum(ctx context.Context, c *Call) int {
	return c.sums(ctx, md5.New(), func(name string) ([]byte, error) {
		r, err := c.Disk.Open(c.Path(name))
		if err != nil {
			return nil, err
		}
		h := md5.New()
		_, err = io.Copy(h, r)
		return h.Sum(nil), err
	})
}

// sums prints a line for each file, as toybox does: the name follows raw, with
// -b it is left out. h hashes standard input.
func (c *Call) sums(ctx context.Context, h hash.Hash, ofFile func(name string) ([]byte, error)) int {
	opts, ok := c.options("b", "")
	if !ok {
		return 1
	}
	names := c.Args
	if len(names) == 0 {
		names = []string{"-"}
	}
	code := 0
	for _, name := range names {
		if ctx.Err() != nil {
			return 130
		}
		var sum []byte
		var err error
		if name == "-" {
			sum, err = c.sumInput(h)
		} else {
			sum, err = ofFile(name)
		}
		if err != nil {
			code = c.Errorf("%s: %s", name, err)
			continue
		}
		line := fmt.Sprintf("%x  %s\n", sum, name)
		if has(opts, 'b') {
			line = fmt.Sprintf("%x\n", sum)
		}
		if _, err := io.WriteString(c.Out, line); err != nil {
			return 1
		}
	}
	return code
}

// sumInput hashes standard input; of a whole file the disk may know the sum.
func (c *Call) sumInput(h hash.Hash) ([]byte, error) {
	if f, ok := c.In.(*disk.File); ok && h.Size() == sha256.Size {
		sum, err := f.Sum256()
		return sum[:], err
	}
	h.Reset()
	_, err := io.Copy(h, c.In)
	return h.Sum(nil), err
}
