package remote

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"keepsake/gallery/cloud"
	"keepsake/gallery/cloud/contract"
)

// peers skips what needs other people's programs: they are run by `make peers`.
func peers(t *testing.T) {
	if os.Getenv("KEEPSAKE_PEERS") == "" {
		t.Skip("other people's servers are for make peers")
	}
}

// port is a free one.
func port(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

// serve runs a server until the test ends, and waits until it answers.
func serve(t *testing.T, port, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "RCLONE_CONFIG="+os.DevNull, "ROOT_ACCESS_KEY=tester", "ROOT_SECRET_KEY=secret-of-tests")
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		cmd.Wait() // ends with the test
		close(ended)
	}()
	t.Cleanup(func() { cancel(); <-ended })
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			c.Close()
			return
		}
		select {
		case <-ended:
			t.Fatalf("%s: %s", program, said.String())
		default:
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not answer: %v", program, err)
		}
	}
}

func webdav(t *testing.T, dir string) Options {
	p := port(t)
	serve(t, p, "rclone", "serve", "webdav", dir, "--addr", "127.0.0.1:"+p, "--user", "me", "--pass", "pass-of-tests", "--dir-cache-time", "0s")
	return Options{Kind: "webdav", Params: map[string]string{"url": "http://127.0.0.1:" + p, "user": "me"},
		Secrets: map[string]string{"pass": "pass-of-tests"}, Root: "Keepsake"}
}

func TestWebDAV(t *testing.T) {
	peers(t)
	dir := t.TempDir()
	o := webdav(t, dir)
	contract.Run(t, contract.Case{Open: func(t *testing.T) cloud.Target { return opened(t, o) }, Behind: behind(filepath.Join(dir, "Keepsake"))})
	wrongPassword(t, o, "pass")
}

func TestSFTP(t *testing.T) {
	peers(t)
	dir := t.TempDir()
	p := port(t)
	serve(t, p, "rclone", "serve", "sftp", dir, "--addr", "127.0.0.1:"+p, "--user", "me", "--pass", "pass-of-tests", "--dir-cache-time", "0s")
	o := Options{Kind: "sftp", Params: map[string]string{"host": "127.0.0.1", "port": p, "user": "me"},
		Secrets: map[string]string{"pass": "pass-of-tests"}, Root: "Keepsake"}
	contract.Run(t, contract.Case{Open: func(t *testing.T) cloud.Target { return opened(t, o) }, Behind: behind(filepath.Join(dir, "Keepsake"))})
	wrongPassword(t, o, "pass")
}

// TestOpenSSH: a key instead of a password, and the server's key, which is learned
// once and then asked for.
func TestOpenSSH(t *testing.T) {
	peers(t)
	dir, keys := t.TempDir(), t.TempDir()
	p := port(t)
	mine, host := sshKey(t, keys, "mine"), sshKey(t, keys, "host")
	pub, err := os.ReadFile(mine + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(keys, "authorized"), pub, 0o600); err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf("Port %s\nListenAddress 127.0.0.1\nHostKey %s\nAuthorizedKeysFile %s\nStrictModes no\nUsePAM no\nPidFile none\nSubsystem sftp internal-sftp\nPermitRootLogin yes\n",
		p, host, filepath.Join(keys, "authorized"))
	if err := os.WriteFile(filepath.Join(keys, "config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	serve(t, p, "/usr/sbin/sshd", "-D", "-e", "-f", filepath.Join(keys, "config"))
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	learned := map[string]string{}
	o := Options{Kind: "sftp", Params: map[string]string{"host": "127.0.0.1", "port": p, "user": me.Username, "key_file": mine},
		Root: filepath.Join(dir, "Keepsake"), Trust: true, Learn: func(name, value string) { learned[name] = value }}
	opened(t, o).Close()
	if !strings.HasPrefix(learned["host_keys"], "ssh-ed25519 ") {
		t.Fatalf("learned %q", learned)
	}
	o.Trust, o.Params["host_keys"] = false, learned["host_keys"]
	target := opened(t, o)
	data := []byte("over a secure shell")
	s, err := target.Put(t.Context(), contract.Object("Photos/a.jpg", data))
	if err != nil || s.Proof == cloud.Unproven {
		t.Fatalf("%+v, %v", s, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "Keepsake", "Photos", "a.jpg")); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%q, %v", got, err)
	}
	other, err := os.ReadFile(mine + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	o.Params["host_keys"] = strings.TrimSpace(string(other))
	if target, err := Open(t.Context(), o); !errors.Is(err, cloud.ErrTrust) {
		t.Errorf("another server's key was taken: %v, %v", target, err)
	}
}

func sshKey(t *testing.T, dir, name string) string {
	t.Helper()
	pub, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	spub, err := ssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, name)
	if err := errors.Join(os.WriteFile(file, pem.EncodeToMemory(block), 0o600), os.WriteFile(file+".pub", ssh.MarshalAuthorizedKey(spub), 0o600)); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestS3(t *testing.T) {
	peers(t)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "bucket"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := port(t)
	serve(t, p, os.Getenv("KEEPSAKE_VERSITYGW"), "--port", "127.0.0.1:"+p, "posix", "--nometa", dir)
	o := Options{Kind: "s3", Params: map[string]string{"endpoint": "http://127.0.0.1:" + p, "region": "us-east-1", "access_key_id": "tester"},
		Secrets: map[string]string{"secret_access_key": "secret-of-tests"}, Root: "bucket/Keepsake"}
	contract.Run(t, contract.Case{Open: func(t *testing.T) cloud.Target { return opened(t, o) }})
	wrongPassword(t, o, "secret_access_key")
	o.Root = "no-such-bucket/x"
	if _, err := opened(t, o).Test(t.Context()); err == nil {
		t.Error("a bucket that is not there was taken")
	}
}

// wrongPassword: it is called so, and told without the password.
func wrongPassword(t *testing.T, o Options, secret string) {
	t.Helper()
	o.Secrets = map[string]string{secret: "wrong-password-1234"}
	target, err := Open(t.Context(), o)
	if err == nil {
		_, err = target.Test(t.Context())
	}
	if !errors.Is(err, cloud.ErrAuth) {
		t.Errorf("a wrong password: %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "wrong-password") {
		t.Errorf("the password is in the error: %v", err)
	}
}

// TestGone: a server that is not there is called unreachable, soon.
func TestGone(t *testing.T) {
	began := time.Now()
	for _, o := range []Options{
		{Kind: "webdav", Params: map[string]string{"url": "http://127.0.0.1:" + port(t)}, Root: "x"},
		{Kind: "sftp", Params: map[string]string{"host": "127.0.0.1", "port": port(t), "user": "me"}, Secrets: map[string]string{"pass": "x"}, Root: "x"},
		{Kind: "s3", Params: map[string]string{"endpoint": "http://127.0.0.1:" + port(t), "access_key_id": "a"}, Secrets: map[string]string{"secret_access_key": "b"}, Root: "b/x"},
		{Kind: "smb", Params: map[string]string{"host": "127.0.0.1", "port": port(t), "user": "me"}, Root: "share/x"},
	} {
		target, err := Open(t.Context(), o)
		if err == nil {
			_, err = target.Test(t.Context())
		}
		if !errors.Is(err, cloud.ErrUnreachable) {
			t.Errorf("%s: %v", o.Kind, err)
		}
	}
	if d := time.Since(began); d > 20*time.Second {
		t.Errorf("it took %s", d)
	}
}

// TestPlainRclone: what is encrypted here, the rclone program reads, with the
// same passphrases.
func TestPlainRclone(t *testing.T) {
	peers(t)
	dir := t.TempDir()
	target := opened(t, Options{Kind: "folder", Root: dir, Crypt: &Crypt{Password: "correct horse", Salt: "battery", Names: true}})
	data := bytes.Repeat([]byte("a picture "), 30_000)
	if _, err := target.Put(t.Context(), contract.Object("Photos/Mi 11/相机/IMG_1.jpg", data)); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) []byte {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "rclone", args...)
		cmd.Env = append(os.Environ(), "RCLONE_CONFIG="+os.DevNull)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("rclone %s: %v", args[0], err)
		}
		return out
	}
	password, salt := strings.TrimSpace(string(run("obscure", "correct horse"))), strings.TrimSpace(string(run("obscure", "battery")))
	remote := ":crypt,remote='" + dir + "',password='" + password + "',password2='" + salt + "':"
	if got := run("cat", remote+"Photos/Mi 11/相机/IMG_1.jpg"); !bytes.Equal(got, data) {
		t.Errorf("rclone read %d bytes of %d", len(got), len(data))
	}
}
