package mdns

import (
	"context"
	"reflect"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Browser searches the networks of this computer. The zero value is ready.
type Browser struct {
	port int    // 0: the standard's
	only string // the one interface to search; empty: all
}

// The pauses between two rounds of questions: short at first, for somebody
// waits; every answer of a phone that is only now switched on comes by itself.
var rounds = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}

// Browse searches for instances of services ("_adb-tls-connect._tcp") until ctx
// ends, and returns ctx's error, or ErrNoNetwork when there is nothing to
// search. each is called with all that is known: once when the search begins,
// then after every change, never by two goroutines at a time.
func (b Browser) Browse(ctx context.Context, types []string, each func([]Instance)) error {
	s, err := open(b)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	packets := make(chan packet, 16)
	var receiver sync.WaitGroup
	receiver.Go(func() { s.receive(ctx, packets) })
	defer receiver.Wait()
	defer cancel()
	return search(ctx, types, s.send, packets, each)
}

// followUp is the pause before an incomplete answer is asked about, in which the
// rest often comes by itself.
const followUp = 100 * time.Millisecond

// search is Browse without its sockets.
func search(ctx context.Context, types []string, send func([]byte) error, packets <-chan packet, each func([]Instance)) error {
	c := newCache(types)
	var told []Instance
	tell := func() {
		if now := c.list(); !reflect.DeepEqual(now, told) {
			told = now
			each(now)
		}
	}
	each(nil)
	var basic []question
	for full := range c.types {
		basic = append(basic, question{full, dnsmessage.TypePTR})
	}

	round := 0
	next := time.NewTimer(0)
	defer next.Stop()
	expiry := time.NewTimer(maxTTL)
	defer expiry.Stop()
	var more <-chan time.Time // when to ask about what is incomplete; once a round
	asked := false
	for {
		questions := []question(nil)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next.C:
			questions = append(c.missing(), basic...)
			next.Reset(rounds[min(round, len(rounds)-1)])
			round++
			asked = false
		case <-more:
			more = nil
			questions = c.missing()
		case p := <-packets:
			c.add(parse(p.data), time.Now(), p.near)
			if !asked && len(c.missing()) > 0 {
				asked, more = true, time.After(followUp)
			}
		case <-expiry.C:
		}
		if len(questions) > 0 {
			query, err := ask(questions)
			if err == nil {
				err = send(query)
			}
			if err != nil && ctx.Err() == nil && round == 1 {
				return err // nothing goes out at all; later it may be a network that comes back
			}
		}
		expiry.Reset(time.Until(c.expire(time.Now())))
		tell()
	}
}
