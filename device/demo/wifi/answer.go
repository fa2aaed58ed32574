package wifi

import (
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// What a query on the network gets, as multicast DNS (RFC 6762) and its service
// discovery (RFC 6763) have it.

const (
	lifetime     = 120 // seconds a notice is remembered
	questionsMax = 32  // of one query that are looked at
	allKinds     = "_services._dns-sd._udp.local."
)

// query is what the phone reads of a query.
type query struct {
	id        uint16
	questions []dnsmessage.Question
}

// readQuery reads a message; ok is false for all that ask nothing.
func readQuery(b []byte) (q query, ok bool) {
	var p dnsmessage.Parser
	head, err := p.Start(b)
	if err != nil || head.Response || head.OpCode != 0 {
		return query{}, false
	}
	q.id = head.ID
	for len(q.questions) < questionsMax {
		question, err := p.Question()
		if err == dnsmessage.ErrSectionDone {
			break
		}
		if err != nil {
			return query{}, false
		}
		q.questions = append(q.questions, question)
	}
	return q, len(q.questions) > 0
}

// asks reports whether the question is for a name's records of that type.
func asks(q dnsmessage.Question, name string, t dnsmessage.Type) bool {
	return strings.EqualFold(q.Name.String(), name) && (q.Type == t || q.Type == dnsmessage.TypeALL)
}

// wanted reports which records of a notice answer the questions: its kind's
// list, or the notice itself.
func (q query) wanted(n Notice) (kinds, listed, itself bool) {
	for _, one := range q.questions {
		kinds = kinds || asks(one, allKinds, dnsmessage.TypePTR)
		listed = listed || asks(one, n.kind(), dnsmessage.TypePTR)
		itself = itself || asks(one, n.instance(), dnsmessage.TypeSRV) || asks(one, n.instance(), dnsmessage.TypeTXT) ||
			asks(one, n.host(), dnsmessage.TypeA)
	}
	return kinds, listed, itself
}

// answer is the phone's message about these notices; nil when nothing was asked
// about them. A legacy query comes from somebody who is no full member of
// multicast DNS: it gets its id and questions back.
func (q query) answer(notices []Notice, legacy bool) ([]byte, error) {
	m := dnsmessage.Message{Header: dnsmessage.Header{Response: true, Authoritative: true}}
	if legacy {
		m.ID, m.Questions = q.id, q.questions
	}
	for _, n := range notices {
		kinds, listed, itself := q.wanted(n)
		r, err := n.records(lifetime, legacy)
		if err != nil {
			return nil, err
		}
		if kinds {
			m.Answers = append(m.Answers, r.kind)
		}
		switch {
		case listed:
			m.Answers = append(m.Answers, r.pointer)
			m.Additionals = append(m.Additionals, r.itself...)
		case itself:
			m.Answers = append(m.Answers, r.itself...)
		}
	}
	if len(m.Answers) == 0 {
		return nil, nil
	}
	return m.Pack()
}

// announcement tells of a notice unasked; with a lifetime of zero, that it is gone.
func (n Notice) announcement(ttl uint32) ([]byte, error) {
	r, err := n.records(ttl, false)
	if err != nil {
		return nil, err
	}
	m := dnsmessage.Message{
		Header:  dnsmessage.Header{Response: true, Authoritative: true},
		Answers: append([]dnsmessage.Resource{r.pointer}, r.itself...),
	}
	return m.Pack()
}

// records are what there is to say about a notice.
type records struct {
	kind    dnsmessage.Resource // that its kind exists
	pointer dnsmessage.Resource // that it is one of its kind
	itself  []dnsmessage.Resource
}

// mine marks a record nobody else has, so that caches replace what they hold.
const mine = 1 << 15

func (n Notice) records(ttl uint32, legacy bool) (records, error) {
	if err := n.check(); err != nil {
		return records{}, err
	}
	unique := dnsmessage.ClassINET | mine
	if legacy {
		unique = dnsmessage.ClassINET
	}
	var err error
	name := func(s string) dnsmessage.Name {
		made, failed := dnsmessage.NewName(s)
		if failed != nil {
			err = failed
		}
		return made
	}
	about := func(of string, t dnsmessage.Type, class dnsmessage.Class) dnsmessage.ResourceHeader {
		return dnsmessage.ResourceHeader{Name: name(of), Type: t, Class: class, TTL: ttl}
	}
	r := records{
		kind: dnsmessage.Resource{Header: about(allKinds, dnsmessage.TypePTR, dnsmessage.ClassINET),
			Body: &dnsmessage.PTRResource{PTR: name(n.kind())}},
		pointer: dnsmessage.Resource{Header: about(n.kind(), dnsmessage.TypePTR, dnsmessage.ClassINET),
			Body: &dnsmessage.PTRResource{PTR: name(n.instance())}},
		itself: []dnsmessage.Resource{
			{Header: about(n.instance(), dnsmessage.TypeSRV, unique), Body: &dnsmessage.SRVResource{Port: n.Addr.Port(), Target: name(n.host())}},
			{Header: about(n.instance(), dnsmessage.TypeTXT, unique), Body: &dnsmessage.TXTResource{TXT: []string{"v=1"}}},
			{Header: about(n.host(), dnsmessage.TypeA, unique), Body: &dnsmessage.AResource{A: n.Addr.Addr().Unmap().As4()}},
		},
	}
	return r, err
}
