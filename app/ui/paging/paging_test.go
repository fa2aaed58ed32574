package paging_test

import (
	"context"
	"errors"
	"testing"

	"keepsake/app/ui/hop"
	"keepsake/app/ui/paging"
	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

func TestPages(t *testing.T) {
	var q hop.Queue
	h := hop.New(t.Context(), q.Post)
	line := shelf.Line{}
	for i := range 10_000 {
		line.IDs = append(line.IDs, int64(1_000_000-i))
	}
	var asked [][2]int64
	var fail error
	came := 0
	p := paging.New(h, line, func(_ context.Context, ids []int64) ([]shelf.Entry[records.Call], error) {
		var all []shelf.Entry[records.Call]
		for _, id := range ids {
			all = append([]shelf.Entry[records.Call]{{ID: id, Record: records.Call{Date: id}}}, all...) // in any order
		}
		q.Post(func() { asked = append(asked, [2]int64{ids[0], ids[len(ids)-1]}) })
		return all, fail
	}, func() { came++ })
	settle := func() { q.Settle(h.Idle) }

	if _, ok := p.Row(0); ok {
		t.Error("a record is there before it was asked for")
	}
	p.Need(0, 10)
	settle()
	if e, ok := p.Row(7); !ok || e.Record.Date != 999_993 || len(asked) != 1 || came != 1 {
		t.Errorf("the eighth is %+v %v, asked %v", e, ok, asked)
	}
	p.Need(5, 90) // near the edge: the next page too
	p.Need(5, 90)
	settle()
	if _, ok := p.Row(100); !ok || len(asked) != 2 {
		t.Errorf("the next page: %v, asked %v", ok, asked)
	}
	for i := 0; i < 10_000; i += 100 {
		p.Need(i+40, i+50)
		settle()
	}
	if _, ok := p.Row(7); ok {
		t.Error("pages out of sight are kept for ever")
	}
	if _, ok := p.Row(9_950); !ok {
		t.Error("the last page is missing")
	}
	for _, i := range []int{-1, 10_000} {
		if _, ok := p.Row(i); ok {
			t.Errorf("a record at %d", i)
		}
	}
	fail = errors.New("gone")
	p.Need(0, 10)
	settle()
	if p.Err == nil {
		t.Error("the error is lost")
	}
	fail = nil
	p.Need(0, 10) // asked again, and not for an answer that was an error
	settle()
	if _, ok := p.Row(3); !ok {
		t.Error("not asked again after an error")
	}
	came = 0
	p.Need(500, 510)
	p.Close()
	settle()
	if came != 0 {
		t.Error("what was closed is told of")
	}
}
