package android

import (
	"slices"

	"keepsake/device/demo/content"
)

// The places of columns in a row of texts.
var (
	textThread = slices.Index(smsColumns, "thread_id")
	textType   = slices.Index(smsColumns, "type")
)

// mayWrite reports whether the shell has the leave to change messages. An app that
// has not is told nothing: what it wants just does not happen.
func (t *texts) mayWrite() bool { return t.allowed != nil && t.allowed() }

// Insert implements content.Writer, as the SMS provider does it: the box decides the
// type, only what was received can be unread, the thread comes from the address, and
// a draft takes the place of another in its thread.
func (t *texts) Insert(u content.URI, v content.Bound) error {
	if !t.mayWrite() {
		return nil
	}
	if _, err := textRows(u); err != nil {
		return err
	}
	box := int64(1)
	if len(u.Path) == 1 {
		box = boxes[u.Path[0]]
	} else if n := v.Number("type"); n > 0 {
		box = n
	}
	if box == 0 {
		return badURI(u)
	}
	v = v.With("type", box)
	if box != 1 {
		v = v.With("read", int64(1))
	}
	for column, usual := range map[string]any{"read": int64(0), "seen": int64(0), "status": int64(-1), "locked": int64(0), "error_code": int64(0),
		"date_sent": int64(0), "deleted": int64(0), "block_type": int64(0), "favorite_date": int64(0), "sub_id": int64(-1)} {
		if _, ok := v.Get(column); !ok {
			v = v.With(column, usual)
		}
	}
	thread := t.thread(v.Text("address"))
	if box == boxes["draft"] {
		if err := t.Sheet.Delete("", func(r content.Values) bool { return r.At(textThread) == thread && r.At(textType) == box }); err != nil {
			return err
		}
	}
	_, err := t.Sheet.Insert(v.With("thread_id", thread).With("creator", "com.android.shell"))
	return err
}

// thread finds the conversation with an address, or begins one.
func (t *texts) thread(address string) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.Index(t.threads, address)
	if i < 0 {
		i = len(t.threads)
		t.threads = append(t.threads, address)
	}
	return int64(i + 1)
}

// addresses are those of the conversations.
func (t *texts) addresses() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.threads)
}

// Update implements content.Writer.
func (t *texts) Update(u content.URI, v content.Bound, where string) error {
	also, err := textRows(u)
	if err != nil || !t.mayWrite() {
		return err
	}
	return t.Sheet.Update(where, also, v)
}

// Delete implements content.Writer.
func (t *texts) Delete(u content.URI, where string) error {
	also, err := textRows(u)
	if err != nil || !t.mayWrite() {
		return err
	}
	return t.Sheet.Delete(where, also)
}
