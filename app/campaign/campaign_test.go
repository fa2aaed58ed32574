// Package campaign tests a whole backup against a wire that fails: at every
// packet the phone sends, in every way of package trouble. Whatever happens,
// nothing is lost or taken for something else, nothing hangs, no connection and
// no goroutine stays, and the next backup completes what is missing.
//
// KEEPSAKE_CAMPAIGN=all spoils every packet; without it, only some of those that
// are all alike.
package campaign

import (
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"keepsake/device/demo/trouble"
)

// all reports whether every packet is spoiled.
func all() bool { return os.Getenv("KEEPSAKE_CAMPAIGN") == "all" }

// choose returns which packets to spoil, counted from 1 on: every one, or of
// each sort the first few, the last, and each stride-th between.
func choose(names []string, few, stride int) []int {
	last := map[string]int{}
	for i, n := range names {
		last[n] = i
	}
	seen := map[string]int{}
	var at []int
	for i, n := range names {
		seen[n]++
		if all() || seen[n] <= few || last[n] == i || seen[n]%stride == 0 {
			at = append(at, i+1)
		}
	}
	return at
}

// labs is how many backups run at a time: most of a stalled one is waiting.
const labs = 6

// A backup over the phone's own adb server: every message of the server and of
// the phone's services is one packet.
func TestEveryPacket(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Run("all", func(t *testing.T) { // its phones are gone when it returns
		var all []*lab
		for range labs {
			all = append(all, newLab(t))
		}
		names := all[0].names(t)
		fight(t, all, names, choose(names, 2, 16))
	})
	goleak.VerifyNone(t, before)
}

// fight spoils each of the packets in every way.
func fight(t *testing.T, all []*lab, names []string, packets []int) {
	t.Helper()
	start := time.Now()
	scores := map[trouble.Kind]*score{}
	for _, kind := range trouble.Kinds() {
		scores[kind] = &score{}
	}
	plans := make(chan trouble.Plan)
	var work sync.WaitGroup
	for _, l := range all {
		work.Go(func() {
			for plan := range plans {
				for _, p := range l.run(t.Context(), plan, scores[plan.Kind]) {
					t.Error(p)
				}
			}
		})
	}
	for _, at := range packets {
		for _, kind := range trouble.Kinds() {
			plans <- trouble.Plan{At: at, Kind: kind}
		}
	}
	close(plans)
	work.Wait()
	t.Logf("%d packets, %d of them spoiled, in %v", len(names), len(packets), time.Since(start).Round(time.Second))
	for _, kind := range trouble.Kinds() {
		s := scores[kind]
		t.Logf("%-8s%v", kind, s)
		for reason, n := range s.reasons {
			t.Logf("        %4d times %.200s", n, reason)
		}
		if s.fired < s.runs*8/10 {
			t.Errorf("%s: only %d of %d runs had their trouble", kind, s.fired, s.runs)
		}
	}
}
