package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"time"

	"crypto/tls"
	"crypto/x509"

	"github.com/aws/smithy-go"
	dav "github.com/rclone/rclone/backend/webdav/api"
	rclone "github.com/rclone/rclone/fs"
	"github.com/rclone/rclone/fs/fserrors"
	"golang.org/x/oauth2"
	"google.golang.org/api/googleapi"

	"keepsake/gallery/cloud"
)

// explain puts an error of rclone's in the words of package cloud.
func (t *Target) explain(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	kind := sort(err)
	if kind == nil {
		return fmt.Errorf("%s: %w", doing, t.quiet(err))
	}
	if limit, ok := kind.(*cloud.LimitError); ok {
		return fmt.Errorf("%s: %w", doing, limit)
	}
	return fmt.Errorf("%s: %w (%w)", doing, kind, t.quiet(err))
}

// quiet takes secrets out of an error's text.
func (t *Target) quiet(err error) error {
	text := err.Error()
	clean := text
	for _, s := range t.o.Secrets {
		if len(s) >= 4 {
			clean = strings.ReplaceAll(clean, s, "…")
		}
	}
	if clean == text {
		return err
	}
	return redacted{clean, err}
}

// redacted is an error without a secret in its text.
type redacted struct {
	text string
	err  error
}

func (r redacted) Error() string { return r.text }

// Is lets what it was be asked for, and not be read.
func (r redacted) Is(target error) bool { return errors.Is(r.err, target) }

// sort finds the sentinel for an error; nil: there is none.
func sort(err error) error {
	for _, mine := range []error{cloud.ErrCorrupt, cloud.ErrDamaged, cloud.ErrRefused, cloud.ErrNoKind, cloud.ErrAuth, cloud.ErrForbidden,
		cloud.ErrQuota, cloud.ErrUnreachable, cloud.ErrTrust, cloud.ErrClock} {
		if errors.Is(err, mine) {
			return nil // said already
		}
	}
	if limit, ok := errors.AsType[*cloud.LimitError](err); ok {
		return limit
	}
	if at := fserrors.RetryAfterErrorTime(err); !at.IsZero() {
		return &cloud.LimitError{After: max(0, time.Until(at))}
	}
	switch {
	case errors.Is(err, rclone.ErrorObjectNotFound), errors.Is(err, rclone.ErrorDirNotFound), errors.Is(err, rclone.ErrorIsDir):
		return fs.ErrNotExist
	case errors.Is(err, rclone.ErrorPermissionDenied), errors.Is(err, fs.ErrPermission):
		return cloud.ErrForbidden
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return cloud.ErrQuota
	case trust(err):
		return cloud.ErrTrust
	}
	if code := status(err); code != 0 {
		if kind := byStatus(code); kind != nil {
			return kind
		}
	}
	return byText(err)
}

// status is the HTTP status in an error, 0 for none.
func status(err error) int {
	if e, ok := errors.AsType[*dav.Error](err); ok {
		return e.StatusCode
	}
	if e, ok := errors.AsType[*googleapi.Error](err); ok {
		return e.Code
	}
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); ok && e.Response != nil {
		return 401 // the token is no longer good
	}
	return 0
}

func byStatus(code int) error {
	switch {
	case code == 401:
		return cloud.ErrAuth
	case code == 403:
		return cloud.ErrForbidden
	case code == 413, code == 415, code == 422:
		return cloud.ErrRefused
	case code == 429:
		return &cloud.LimitError{}
	case code == 507:
		return cloud.ErrQuota
	case code >= 500:
		return cloud.ErrUnreachable
	}
	return nil
}

// trust reports whether the other side could not prove who it is.
func trust(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return true
	}
	text := err.Error()
	return strings.Contains(text, "knownhosts: key") || strings.Contains(text, "host key mismatch") || strings.Contains(text, "host key")
}

// byText is for back ends whose errors say what they mean only in words.
func byText(err error) error {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		switch api.ErrorCode() {
		case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "Unauthorized":
			return cloud.ErrAuth
		case "RequestTimeTooSkewed", "RequestExpired":
			return cloud.ErrClock
		case "AccessDenied", "Forbidden":
			return cloud.ErrForbidden
		case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage":
			return cloud.ErrQuota
		case "SlowDown", "TooManyRequests", "RequestLimitExceeded":
			return &cloud.LimitError{}
		case "NoSuchBucket", "NotFound", "NoSuchKey":
			return fs.ErrNotExist
		case "EntityTooLarge", "InvalidObjectName", "KeyTooLongError":
			return cloud.ErrRefused
		}
	}
	text := strings.ToLower(err.Error())
	for _, w := range words {
		if strings.Contains(text, w.part) {
			return w.is
		}
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return cloud.ErrUnreachable
	}
	for _, e := range []error{syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EPIPE, net.ErrClosed} {
		if errors.Is(err, e) {
			return cloud.ErrUnreachable
		}
	}
	return nil
}

var words = []struct {
	part string
	is   error
}{
	{"requesttimetooskewed", cloud.ErrClock}, {"certificate has expired or is not yet valid", cloud.ErrClock},
	{"unable to authenticate", cloud.ErrAuth}, {"logon is invalid", cloud.ErrAuth}, {"bad username or authentication", cloud.ErrAuth},
	{"invalid_grant", cloud.ErrAuth}, {"invalid_access_token", cloud.ErrAuth}, {"expired_access_token", cloud.ErrAuth}, {"empty token", cloud.ErrAuth},
	{"quotalimitreached", cloud.ErrQuota}, {"insufficient_space", cloud.ErrQuota}, {"no space left", cloud.ErrQuota}, {"disk quota", cloud.ErrQuota},
	{"too_many_requests", &cloud.LimitError{}}, {"too_many_write_operations", &cloud.LimitError{}},
	{"permission denied", cloud.ErrForbidden},
	{"connection refused", cloud.ErrUnreachable}, {"no such host", cloud.ErrUnreachable}, {"connection lost", cloud.ErrUnreachable},
	{"unexpected eof", cloud.ErrUnreachable}, {"broken pipe", cloud.ErrUnreachable},
}
