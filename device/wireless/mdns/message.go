package mdns

import (
	"errors"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/dns/dnsmessage"
)

// record is one of the few kinds of records a search needs.
type record struct {
	name    string // of what it is about, in lower case, with its final dot
	ttl     uint32 // seconds; 0 takes an earlier record back
	kind    dnsmessage.Type
	target  string // PTR: the instance's full name as written; SRV: the host, in lower case
	port    uint16
	address netip.Addr
}

// maxRecords is how many records of one packet are looked at.
const maxRecords = 200

// parse reads an answer. Records of other kinds, and those that make no sense,
// are passed over alone; what follows something unreadable is lost.
func parse(packet []byte) []record {
	var p dnsmessage.Parser
	header, err := p.Start(packet)
	if err != nil || !header.Response || header.OpCode != 0 || header.RCode != 0 || p.SkipAllQuestions() != nil {
		return nil
	}
	var all []record
	for _, s := range []section{
		{p.AnswerHeader, p.SkipAnswer}, {p.AuthorityHeader, p.SkipAuthority}, {p.AdditionalHeader, p.SkipAdditional},
	} {
		for range maxRecords {
			h, err := s.header()
			if err == dnsmessage.ErrSectionDone {
				break
			}
			var r record
			if err == nil {
				r, err = read(&p, h)
			}
			// A name this parser does not take (dots in a label) hides one record only.
			if err != nil && s.skip() != nil {
				return all
			}
			if err == nil && r.sound() {
				all = append(all, r)
			}
			if len(all) == maxRecords {
				return all
			}
		}
	}
	return all
}

// section is one of the three parts of an answer that hold records.
type section struct {
	header func() (dnsmessage.ResourceHeader, error)
	skip   func() error
}

// cacheFlush is the bit of a class by which an answer says that it is the whole one.
const cacheFlush = 1 << 15

var errOtherKind = errors.New("a record of another kind")

// read reads the record behind h. With an error the parser stands before it still.
func read(p *dnsmessage.Parser, h dnsmessage.ResourceHeader) (r record, err error) {
	if h.Class&^cacheFlush != dnsmessage.ClassINET {
		return r, errOtherKind
	}
	r = record{name: strings.ToLower(h.Name.String()), ttl: h.TTL, kind: h.Type}
	switch h.Type {
	case dnsmessage.TypePTR:
		body, err := p.PTRResource()
		r.target = body.PTR.String()
		return r, err
	case dnsmessage.TypeSRV:
		body, err := p.SRVResource()
		r.target, r.port = strings.ToLower(body.Target.String()), body.Port
		return r, err
	case dnsmessage.TypeA:
		body, err := p.AResource()
		r.address = netip.AddrFrom4(body.A)
		return r, err
	case dnsmessage.TypeAAAA:
		body, err := p.AAAAResource()
		r.address = netip.AddrFrom16(body.AAAA).Unmap()
		return r, err
	}
	return r, errOtherKind
}

// sound reports whether a record can be one of a phone.
func (r record) sound() bool {
	switch r.kind {
	case dnsmessage.TypePTR:
		return isPlain(r.target)
	case dnsmessage.TypeSRV:
		return r.port != 0 && isPlain(r.target)
	}
	return true
}

// isPlain reports whether a name can be shown and handed on as it is.
func isPlain(name string) bool {
	return name != "" && utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}

// question is one thing to ask.
type question struct {
	name string // with its final dot
	kind dnsmessage.Type
}

// ask writes a query. Names that do not fit into one are left out.
func ask(questions []question) ([]byte, error) {
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{})
	b.EnableCompression()
	if err := b.StartQuestions(); err != nil {
		return nil, err
	}
	for _, q := range questions {
		name, err := dnsmessage.NewName(q.name)
		if err != nil {
			continue
		}
		if err := b.Question(dnsmessage.Question{Name: name, Type: q.kind, Class: dnsmessage.ClassINET}); err != nil {
			continue
		}
	}
	return b.Finish()
}
