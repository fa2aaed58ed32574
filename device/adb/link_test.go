package adb

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// pipeLink is a link of a minute's patience, and its other end, in a bubble
// where time passes by itself.
func pipeLink(t *testing.T, test func(t *testing.T, l *link, far net.Conn)) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		l := &link{Conn: near, acknowledge: func() {}}
		l.setPatience(time.Minute)
		defer near.Close()
		defer far.Close()
		test(t, l, far)
	})
}

func TestLinkLosesPatience(t *testing.T) {
	pipeLink(t, func(t *testing.T, l *link, far net.Conn) {
		began := time.Now()
		_, err := l.Read(make([]byte, 1))
		if !isWire(err) || !errors.Is(err, ErrSilent) || time.Since(began) != time.Minute {
			t.Errorf("reading: %v after %v", err, time.Since(began))
		}
		began = time.Now()
		if _, err = l.Write(make([]byte, 1)); !errors.Is(err, ErrSilent) || time.Since(began) != time.Minute {
			t.Errorf("writing: %v after %v", err, time.Since(began))
		}
		err = explain(context.Background(), err)
		wantIs(t, err, ErrDeviceGone)
	})
}

func TestLinkBearsSlowness(t *testing.T) {
	pipeLink(t, func(t *testing.T, l *link, far net.Conn) {
		go func() {
			for range 10 {
				time.Sleep(59 * time.Second)
				far.Write([]byte{1})
			}
			far.Close()
		}()
		n, err := io.ReadFull(l, make([]byte, 10))
		if n != 10 || err != nil {
			t.Errorf("read %d, %v", n, err)
		}
		if _, err := l.Read(make([]byte, 1)); !isWire(err) || !errors.Is(err, io.EOF) {
			t.Errorf("the end: %v", err)
		}
	})
}

// Who waits for an answer while much is being sent must not give up.
func TestLinkCountsBothDirections(t *testing.T) {
	pipeLink(t, func(t *testing.T, l *link, far net.Conn) {
		go func() { // a slow reader, who then answers
			for range 10 {
				time.Sleep(50 * time.Second)
				io.ReadFull(far, make([]byte, 100))
			}
			time.Sleep(30 * time.Second)
			far.Write([]byte{1})
		}()
		answered := make(chan error)
		go func() {
			_, err := l.Read(make([]byte, 1))
			answered <- err
		}()
		for range 10 {
			if _, err := l.Write(make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
		}
		if err := <-answered; err != nil {
			t.Error(err)
		}
	})
}

// A write of which only a part got through in time goes on.
func TestLinkFinishesWrites(t *testing.T) {
	pipeLink(t, func(t *testing.T, l *link, far net.Conn) {
		got := make(chan int)
		go func() {
			n := 0
			for range 10 {
				time.Sleep(40 * time.Second)
				m, _ := far.Read(make([]byte, 10))
				n += m
			}
			got <- n
		}()
		if n, err := l.Write(make([]byte, 100)); n != 100 || err != nil {
			t.Errorf("wrote %d, %v", n, err)
		}
		if n := <-got; n != 100 {
			t.Errorf("%d arrived", n)
		}
	})
}

func TestLinkWithoutLimit(t *testing.T) {
	pipeLink(t, func(t *testing.T, l *link, far net.Conn) {
		l.setPatience(0)
		go func() {
			time.Sleep(24 * time.Hour)
			far.Write([]byte{1})
		}()
		if _, err := l.Read(make([]byte, 1)); err != nil {
			t.Error(err)
		}
	})
}
