package uitest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"keepsake/app/ui/shelf"
	"keepsake/gallery/records"
)

// sentences are what the made-up people write.
var sentences = strings.Split("Are you coming tonight?|ok|我们明天在图书馆见面吧，别忘了带书|The meeting is moved to Thursday at half past nine, in the small room on the second floor; please bring the plans and the two big maps.|Happy birthday! All the best from all of us 🎂|मैं दस मिनट में पहुँच जाऊँगा|سأتصل بك لاحقًا إن شاء الله، لا تقلق|Your code is 481516. Do not share it with anybody.|See https://example.org/a/very/long/address/that/has/to/be/broken/somewhere?because=it&is=too&long=for&one=line|Thanks!|Did you water the plants?\nThe small ones too, please.|On my way", "|")

// Chatter gives p n messages: half with the first contact, a tenth each with the next
// few, some from a shop, a group, and all that can become of a message.
func (p *Papers) Chatter(n int) *Papers {
	others := []string{"+491701200000", "+491701200000", "+491701200000", "+491701200001", "+491701200003", "+491701200007", "XIAOMI", "+491701200011", "+49306667788", "+491701200004"}
	start := Now.Add(-time.Duration(n) * 47 * time.Minute)
	for i := range n {
		at := start.Add(time.Duration(i)*47*time.Minute - time.Duration(i%4)*44*time.Minute)
		m := records.Message{ID: fmt.Sprint(i), Box: records.Received, Address: others[(i/4)%len(others)], Body: sentences[i*7%len(sentences)], Date: at.UnixMilli(), Read: true, Sub: 1 + i/40%2, Status: -1}
		if i%3 == 1 && m.Address != "XIAOMI" {
			m.Box = records.SentBox
		}
		switch {
		case i%97 == 40 && m.Box == records.SentBox:
			m.Box = records.Failed
		case i%60 == 12:
			m.MMS, m.Parts, m.Body = true, []records.Part{picture(i), {Text: "Look!", Attachment: records.Attachment{MIME: "text/plain"}}}, ""
		case i%90 == 33:
			m.MMS, m.Body, m.Parts = true, "", []records.Part{{Attachment: records.Attachment{Name: "Recording of the sea.m4a", MIME: "audio/mp4", Size: 183_000, SHA256: strings.Repeat("0", 64)}}}
		case i%50 == 20:
			m.MMS, m.Box, m.Address = true, records.Received, ""
			m.Addrs = []records.Addr{{Number: "+491701200001", Role: records.From}, {Number: "+491701200003", Role: records.To}, {Number: "+491701200004", Role: records.To}}
			m.Parts, m.Body = []records.Part{{Text: m.Body, Attachment: records.Attachment{MIME: "text/plain"}}}, ""
		}
		p.Talk = append(p.Talk, m)
	}
	if n > 5 {
		p.Talk[n-1].Read = false
	}
	return p
}

func picture(i int) records.Part {
	sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
	return records.Part{Attachment: records.Attachment{Name: fmt.Sprintf("IMG_%d.jpg", i), MIME: "image/jpeg", Size: 300_000, SHA256: fmt.Sprintf("%x", sum)}}
}

// Ring gives p n calls.
func (p *Papers) Ring(n int) *Papers {
	for i := range n {
		c := records.Call{ID: fmt.Sprint(i), Number: fmt.Sprintf("+4917012%05d", i*i%23), Date: Now.Add(-time.Duration(n-i) * 3 * time.Hour).UnixMilli(), Duration: int64(i * 37 % 900), Type: records.CallType(1 + i%3), Subscription: fmt.Sprint(1 + i%2)}
		switch i % 11 {
		case 4:
			c.Type, c.Duration = records.Rejected, 0
		case 7:
			c.Number, c.Presentation = "", records.PresentRestricted
		case 9:
			c.Number = "+49 30 6667788"
		}
		if c.Type == records.Missed {
			c.Duration, c.New = 0, i > n-3
		}
		p.Log = append(p.Log, c)
	}
	return p
}

// wanted reports whether a record of a date, a thread and words is asked for.
func wanted(q shelf.RecordQuery, id, date int64, thread, kind, words string) bool {
	return (q.IDs == nil || slices.Contains(q.IDs, id)) && (len(q.Threads) == 0 || slices.Contains(q.Threads, thread)) &&
		(len(q.Kinds) == 0 || slices.Contains(q.Kinds, kind)) && (q.From == 0 || date >= q.From) && (q.To == 0 || date < q.To) && has(words, q.Search)
}

// threads are the conversations of all messages.
func (p *Papers) threads() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.thread) != len(p.Talk) {
		p.thread = p.thread[:0]
		for _, m := range p.Talk {
			p.thread = append(p.thread, m.Thread())
		}
	}
	return p.thread
}

// Line implements messages.Library and calls.Library.
func (p *Papers) Line(_ context.Context, q shelf.RecordQuery) (shelf.Line, error) {
	if err := p.ask(q); err != nil {
		return shelf.Line{}, err
	}
	var l shelf.Line
	if q.Category == records.Calls {
		for i, c := range p.Log {
			if wanted(q, int64(i+1), c.Date, records.Tail(c.Number), c.Type.String(), c.Number) {
				l.IDs, l.Dates = append(l.IDs, int64(i+1)), append(l.Dates, c.Date)
			}
		}
	} else {
		threads := p.threads()
		for i, m := range p.Talk {
			if wanted(q, int64(i+1), m.Date, threads[i], "", m.Text()+" "+m.Address) {
				l.IDs, l.Dates = append(l.IDs, int64(i+1)), append(l.Dates, m.Date)
			}
		}
	}
	if !q.Oldest {
		slices.Reverse(l.IDs)
		slices.Reverse(l.Dates)
	}
	return l, nil
}

// Messages implements messages.Library.
func (p *Papers) Messages(_ context.Context, q shelf.RecordQuery) ([]shelf.Entry[records.Message], error) {
	if err := p.ask(q); err != nil {
		return nil, err
	}
	var all []shelf.Entry[records.Message]
	for _, id := range q.IDs {
		m := p.Talk[id-1]
		all = append(all, shelf.Entry[records.Message]{ID: id, Date: m.Date, Phone: "4f2a", Record: m})
	}
	return all, nil
}

// Calls implements calls.Library.
func (p *Papers) Calls(_ context.Context, q shelf.RecordQuery) ([]shelf.Entry[records.Call], error) {
	if err := p.ask(q); err != nil {
		return nil, err
	}
	var all []shelf.Entry[records.Call]
	for _, id := range q.IDs {
		c := p.Log[id-1]
		all = append(all, shelf.Entry[records.Call]{ID: id, Date: c.Date, Phone: "4f2a", Record: c, Unread: c.New})
	}
	return all, nil
}

// People implements messages.Library.
func (p *Papers) People(context.Context) (map[string]shelf.Face, error) {
	all := map[string]shelf.Face{}
	for i, c := range p.Contacts {
		for _, n := range c.Phones {
			all[records.Tail(n.Value)] = shelf.Face{ID: int64(i + 1), Phone: p.phone(i), Identity: c.Identity(), Name: c.Shown(), Photo: len(c.Photo) > 0}
		}
	}
	return all, nil
}

// Conversations implements messages.Library.
func (p *Papers) Conversations(ctx context.Context, q shelf.RecordQuery) ([]shelf.Conversation, error) {
	if err := p.ask(q); err != nil {
		return nil, err
	}
	people, err := p.People(ctx)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var all []shelf.Conversation
	threads := p.threads()
	for i, m := range p.Talk {
		t := threads[i]
		if !wanted(q, int64(i+1), m.Date, t, "", m.Text()) {
			continue
		}
		n, ok := at[t]
		if !ok {
			n = len(all)
			at[t] = n
			c := shelf.Conversation{Thread: t, Phone: "4f2a", Others: m.Others()}
			var names []string
			known := false
			for _, o := range c.Others {
				f := people[records.Tail(o)]
				if f.Name == "" {
					f.Name = o
				} else {
					known = true
				}
				names = append(names, f.Name)
				if len(c.Others) == 1 && known {
					c.Face = f
				}
			}
			if known {
				c.Name = strings.Join(names, ", ")
			}
			all = append(all, c)
		}
		c := &all[n]
		c.Count++
		if !m.Read {
			c.Unread++
		}
		c.Last = shelf.Entry[records.Message]{ID: int64(i + 1), Date: m.Date, Phone: "4f2a", Record: m}
	}
	slices.SortStableFunc(all, func(a, b shelf.Conversation) int { return int(b.Last.ID - a.Last.ID) })
	return all, nil
}
