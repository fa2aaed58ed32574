package shell

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// dd copies a file from some block on. Of its operands it knows if, bs, skip and
// count; as on a phone, numbers may end in k and M.
func dd(ctx context.Context, c *Call) int {
	block, skip, count := int64(512), int64(0), int64(-1)
	input, name := c.In, ""
	for _, a := range c.Args {
		key, value, ok := strings.Cut(a, "=")
		if key == "if" && ok {
			name = value
			continue
		}
		target := map[string]*int64{"bs": &block, "skip": &skip, "count": &count}[key]
		n, err := blockNumber(value)
		if !ok || target == nil || err != nil {
			return c.Errorf("bad arg '%s'", a)
		}
		*target = n
	}
	if name != "" {
		f, err := c.Disk.Open(c.Path(name))
		if err != nil {
			return c.Errorf("%s: %s", name, err)
		}
		input = f
	}
	if block <= 0 || block > 1<<30 {
		return c.Errorf("bs: out of range")
	}
	if _, err := io.CopyN(io.Discard, input, skip*block); err != nil && err != io.EOF {
		return c.Errorf("%s: %s", name, err)
	}
	if count >= 0 {
		input = io.LimitReader(input, count*block)
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{c.Out}, struct{ io.Reader }{input}, make([]byte, min(block, 1<<20)))
	if err != nil || ctx.Err() != nil {
		return c.Errorf("%s: %s", name, err)
	}
	fmt.Fprintf(c.Err, "%d+%d records in\n%d+%d records out\n%d bytes copied\n", n/block, min(n%block, 1), n/block, min(n%block, 1), n)
	return 0
}

func blockNumber(s string) (int64, error) {
	unit := int64(1)
	if n := len(s); n > 0 {
		if u, ok := map[byte]int64{'k': 1 << 10, 'K': 1 << 10, 'm': 1 << 20, 'M': 1 << 20}[s[n-1]]; ok {
			s, unit = s[:n-1], u
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > 1<<40/unit {
		return 0, fmt.Errorf("not a number of blocks: %q", s)
	}
	return n * unit, nil
}

// tailFrom is tail -c +N.
func (c *Call) tailFrom(v string) int {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 || !strings.HasPrefix(v, "+") {
		return c.Errorf("not integer: %s", v)
	}
	return c.each(func(_ string, r io.Reader) error {
		if _, err := io.CopyN(io.Discard, r, max(0, n-1)); err != nil && err != io.EOF {
			return err
		}
		_, err := io.Copy(c.Out, r)
		return err
	})
}
