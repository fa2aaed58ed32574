package adbserver

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"keepsake/device/demo/trouble"
)

// version is the protocol version of all servers from 2016 to today, 41.
const version = "0029"

// serverFeatures is what the server itself can do.
const serverFeatures = "shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,sendrecv_v2,sendrecv_v2_zstd,sendrecv_v2_dry_run_send,delayed_ack"

// client is one connection: unbound at first, then bound to a device.
type client struct {
	s     *Server
	conn  *trouble.Conn
	bound *device
}

// okay sends OKAY and, for a query, a text with its length.
func (c *client) okay(text ...string) error {
	b := []byte("OKAY")
	for _, t := range text {
		t = t[:min(len(t), 0xffff)]
		b = fmt.Appendf(b, "%04x%s", len(t), t)
	}
	p := trouble.Packet{Name: "okay", Data: b, Refuse: noMore}
	if len(text) > 0 {
		p.Name, p.Length, p.At = "answer", trouble.Hex4, 4
	}
	return c.conn.Send(c.conn, p)
}

// noMore is what a server says when a phone has just gone.
var noMore = []byte("FAIL000edevice offline")

// fail sends FAIL and a text.
func (c *client) fail(text string) error {
	text = text[:min(len(text), 0xffff)]
	return c.conn.Send(c.conn, trouble.Packet{Name: "fail", Data: fmt.Appendf(nil, "FAIL%04x%s", len(text), text), Length: trouble.Hex4, At: 4, Refuse: noMore})
}

// reply sends err as FAIL, or OKAY with the text.
func (c *client) reply(err error, text ...string) error {
	var r refusal
	switch {
	case errors.As(err, &r):
		return c.fail(string(r))
	case err != nil:
		return err
	}
	return c.okay(text...)
}

// answer serves one request. again says that another may follow on the connection.
func (c *client) answer(ctx context.Context, request string) (again bool, err error) {
	if c.bound != nil && !strings.HasPrefix(request, "host:") {
		return false, c.service(ctx, request)
	}
	t, rest, ok := c.s.parseTarget(request)
	if !ok {
		return false, c.fail("unknown host service")
	}
	if t == (target{}) || strings.HasPrefix(rest, "transport") || strings.HasPrefix(rest, "tport") {
		if again, done, err := c.bind(t, rest); done {
			return again, err
		}
	}
	if c.bound != nil { // a query after all: about the device the connection is bound to
		t = target{id: c.bound.id}
	}
	if done, err := c.serverQuery(ctx, rest); done {
		return false, err
	}
	return false, c.deviceQuery(ctx, t, rest)
}

// bind serves the requests that tie the connection to a device.
func (c *client) bind(t target, rest string) (again, done bool, err error) {
	withID := false
	switch {
	case strings.HasPrefix(rest, "transport:"):
		t = target{serial: rest[len("transport:"):]}
	case strings.HasPrefix(rest, "transport-id:"):
		id, err := strconv.ParseUint(rest[len("transport-id:"):], 10, 64)
		if err != nil || id == 0 {
			return false, true, c.fail("invalid transport id")
		}
		t = target{id: id}
	case rest == "transport-any":
	case rest == "transport-usb":
		t = target{usb: true}
	case rest == "transport-local":
		t = target{local: true}
	case strings.HasPrefix(rest, "tport:serial:"):
		t, withID = target{serial: rest[len("tport:serial:"):]}, true
	case rest == "tport:any":
		withID = true
	case rest == "tport:usb":
		t, withID = target{usb: true}, true
	case rest == "tport:local":
		t, withID = target{local: true}, true
	default:
		return false, false, nil
	}
	d, err := c.s.usable(t)
	if err := c.reply(err); err != nil || d.phone == nil || d.state != Ready {
		return false, true, err
	}
	if withID {
		if err := c.conn.Send(c.conn, trouble.Packet{Name: "id", Data: binary.LittleEndian.AppendUint64(nil, d.id)}); err != nil {
			return false, true, err
		}
	}
	c.bound = &d
	return true, true, nil
}

// serverQuery serves what concerns the server as a whole.
func (c *client) serverQuery(ctx context.Context, rest string) (done bool, err error) {
	word, arg, _ := strings.Cut(rest, ":")
	switch word {
	case "version":
		return true, c.okay(version)
	case "host-features":
		return true, c.okay(serverFeatures)
	case "devices":
		return true, c.okay(list(c.s.devices(), false))
	case "devices-l":
		return true, c.okay(list(c.s.devices(), true))
	case "track-devices":
		return true, c.track(ctx, false)
	case "track-devices-l":
		return true, c.track(ctx, true)
	case "kill": // the phone's own server ends with the phone
		return true, c.okay()
	}
	return c.wireless(ctx, word, arg)
}

// deviceQuery serves what concerns one device without tying the connection to it.
func (c *client) deviceQuery(ctx context.Context, t target, rest string) error {
	if wait, ok := strings.CutPrefix(rest, "wait-for-"); ok {
		return c.wait(ctx, t, wait)
	}
	switch rest {
	case "features":
		d, err := c.s.usable(t)
		if err != nil {
			return c.reply(err)
		}
		return c.okay(strings.Join(d.phone.Daemon().Features(), ","))
	case "get-state":
		d, err := c.s.usable(t)
		return c.reply(err, string(d.state))
	case "get-serialno", "get-devpath":
		d, err := c.s.usable(t)
		if err != nil {
			return c.reply(err)
		}
		if rest == "get-serialno" {
			return c.okay(d.serial())
		}
		return c.okay(d.path())
	case "list-forward":
		return c.okay("")
	case "killforward-all":
		if err := c.okay(); err != nil {
			return err
		}
		return c.okay()
	}
	return c.fail("unknown host service")
}
