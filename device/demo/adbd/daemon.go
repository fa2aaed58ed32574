// Package adbd is the simulated phone's side of adb: the services a client
// opens (sync:, shell:, exec:, source:, sink:) and the packet transport that
// carries them when a real adb server is connected.
//
// Begin with Daemon.Service (one service over any stream) and Daemon.ServeConn
// (a transport connection).
package adbd

import (
	"context"
	"io"
	"strconv"
	"strings"
	"sync/atomic"

	"keepsake/device/demo/disk"
	"keepsake/device/demo/shell"
)

// Stream is one opened service as the phone sees it.
type Stream interface {
	io.Reader
	io.Writer
	// Hangup ends the sending direction once everything written has gone.
	// Reading ends soon afterwards: when the client has hung up too, or its
	// time is over.
	Hangup()
}

// Handler does what a service does, until it is done, the stream ends or ctx
// ends. The caller hangs up afterwards.
type Handler func(ctx context.Context, s Stream)

// Daemon is one phone's adbd. Its fields are set before it serves.
type Daemon struct {
	Disk  *disk.FS
	Shell *shell.Machine

	Product, Model, Device string // of the banner

	// Refused says which services are closed at once ("sync", "shell", "exec"); nil: none.
	Refused func(service string) bool

	plain       atomic.Bool
	network     atomic.Pointer[Network]
	firstStream uint32 // id of the first stream, less one
}

// SetPlain makes it a phone of Android 6: no features, sync version 1, a shell
// without exit codes.
func (d *Daemon) SetPlain() { d.plain.Store(true) }

// Features are what the phone's banner lists.
func (d *Daemon) Features() []string {
	if d.plain.Load() {
		return nil
	}
	return []string{"shell_v2", "stat_v2", "ls_v2", "fixed_push_mkdir", "fixed_push_symlink_timestamp", "sendrecv_v2",
		"sendrecv_v2_zstd", "sendrecv_v2_dry_run_send", "delayed_ack"}
}

// Banner is what the phone says of itself when a transport connects.
func (d *Daemon) Banner() string {
	b := "device::ro.product.name=" + d.Product + ";ro.product.model=" + d.Model + ";ro.product.device=" + d.Device + ";"
	if f := d.Features(); len(f) > 0 {
		b += "features=" + strings.Join(f, ",")
	}
	return b
}

// Service returns what serves a request like "sync:" or "shell,v2,raw:ls";
// ok is false for what this phone does not have.
func (d *Daemon) Service(request string) (h Handler, ok bool) {
	kind, arg, found := strings.Cut(request, ":")
	name, options, _ := strings.Cut(kind, ",")
	if !found || d.Refused != nil && d.Refused(name) {
		return nil, false
	}
	switch name {
	case "sync":
		return func(ctx context.Context, s Stream) { newSyncSession(d, s).run() }, true
	case "exec":
		return func(ctx context.Context, s Stream) { d.plainShell(ctx, s, arg) }, true
	case "shell":
		opts := strings.Split(options, ",")
		for _, o := range opts {
			if o == "v2" {
				if d.plain.Load() {
					return nil, false
				}
				return func(ctx context.Context, s Stream) { d.packetShell(ctx, s, arg, opts) }, true
			}
		}
		return func(ctx context.Context, s Stream) { d.plainShell(ctx, s, arg) }, true
	case "tcpip", "usb":
		return d.restart(name, arg)
	case "source", "sink":
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n < 0 {
			return nil, false
		}
		if name == "source" {
			return func(_ context.Context, s Stream) { source(s, n) }, true
		}
		return func(_ context.Context, s Stream) { sink(s, n) }, true
	}
	return nil, false
}

// source sends n zero bytes.
func source(s Stream, n int64) {
	zeros := make([]byte, 64<<10)
	for n > 0 {
		k, err := s.Write(zeros[:min(n, int64(len(zeros)))])
		if err != nil {
			return // the client has had enough
		}
		n -= int64(k)
	}
}

// sink swallows n bytes.
func sink(s Stream, n int64) {
	_, _ = io.CopyN(io.Discard, s, n) // a client that sends less has hung up, which ends it too
}
