package desk

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// ErrRunning means that the program runs already, and has what was asked of it.
var ErrRunning = errors.New("another Keepsake is running already")

// ErrSilent means that the program runs already, and does not answer.
var ErrSilent = errors.New("another Keepsake is running already, but does not answer")

// address is where the first instance listens. Who can read the file may ask it
// to show its window, and no more.
type address struct {
	Port  int    `json:"port"`
	Token string `json:"token"`
}

// The first instance answers within these.
const (
	announcing = 5 * time.Second // until it has written where it listens
	answering  = 3 * time.Second
)

// maxLine bounds what is read of either side.
const maxLine = 256

// Instance is this program as the only one of its kind.
type Instance struct {
	lock     *os.File
	file     string
	token    string
	listener net.Listener
	show     func()
	served   sync.WaitGroup
}

// Claim makes this program the only one for a key, among those that keep their
// settings in dir, until Close. Show is called, from any goroutine, when another
// one was started that shall be seen. ErrRunning: there is one already; when ask
// is set it was told to show itself.
func Claim(ctx context.Context, dir, key string, ask bool, show func()) (*Instance, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("be the only Keepsake: %w", err)
	}
	sum := sha256.Sum256([]byte(key))
	name := filepath.Join(dir, "instance-"+hex.EncodeToString(sum[:6]))
	lock, err := os.OpenFile(name+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("be the only Keepsake: %w", err)
	}
	free, err := tryLock(lock)
	if err != nil || !free {
		lock.Close()
		switch {
		case err != nil:
			return nil, fmt.Errorf("be the only Keepsake: %w", err)
		case !ask:
			return nil, ErrRunning
		}
		return nil, knock(ctx, name+".json")
	}
	i := &Instance{lock: lock, file: name + ".json", show: show}
	if err := i.listen(); err != nil {
		return nil, errors.Join(fmt.Errorf("be the only Keepsake: %w", err), i.Close())
	}
	return i, nil
}

// listen opens the ear and writes where it is.
func (i *Instance) listen() error {
	var err error
	if i.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	i.token = rand.Text()
	data, err := json.Marshal(address{Port: i.listener.Addr().(*net.TCPAddr).Port, Token: i.token})
	if err != nil {
		return err
	}
	tmp := i.file + ".new"
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(tmp, i.file); err != nil {
		return err
	}
	i.served.Go(func() {
		for {
			c, err := i.listener.Accept()
			if err != nil {
				return // closed
			}
			i.answer(c)
		}
	})
	return nil
}

// answer shows the window to who knows the token.
func (i *Instance) answer(c net.Conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(answering / 2)) // else the reading fails
	said, err := bufio.NewReader(io.LimitReader(c, maxLine)).ReadString('\n')
	if err != nil || subtle.ConstantTimeCompare([]byte(said), []byte(i.token+"\n")) != 1 {
		return
	}
	i.show()
	_, _ = io.WriteString(c, "ok\n") // who does not hear it says so
}

// knock asks the instance whose address is in file to show itself.
func knock(ctx context.Context, file string) error {
	ctx, cancel := context.WithTimeout(ctx, announcing)
	defer cancel()
	for {
		if ask(ctx, file) == nil {
			return ErrRunning
		}
		select { // it may not have written its address yet, or be about to end
		case <-ctx.Done():
			return ErrSilent
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func ask(ctx context.Context, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var a address
	if err := json.NewDecoder(io.LimitReader(f, maxLine)).Decode(&a); err != nil {
		return err
	}
	d := net.Dialer{Timeout: answering}
	c, err := d.DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(a.Port)))
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(answering)); err != nil {
		return err
	}
	if _, err := io.WriteString(c, a.Token+"\n"); err != nil {
		return err
	}
	said, err := bufio.NewReader(io.LimitReader(c, maxLine)).ReadString('\n')
	if err == nil && said != "ok\n" {
		err = errors.New("another program listens there")
	}
	return err
}

// Close lets another one be the only one.
func (i *Instance) Close() error {
	if i.listener != nil {
		i.listener.Close()
		i.served.Wait()
		_ = os.Remove(i.file) // one that stays names a port where nobody answers
	}
	return i.lock.Close()
}
