package ndjson

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"keepsake/gallery/records"
)

func TestRoundTrip(t *testing.T) {
	all := []records.App{{Package: "org.example.app", Label: "Ex <& \n ample", Code: 7, APKs: []records.Attachment{{Name: "base.apk", Size: 3}}}, {Package: "王"}}
	var b bytes.Buffer
	if err := Write(&b, records.Each(all)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n != 2 {
		t.Errorf("%d lines", n)
	}
	var p records.Problems
	again, err := records.Collect(Read[records.App](&b, &p))
	if err != nil || p.Count != 0 || !reflect.DeepEqual(again, all) {
		t.Errorf("%+v %v %v", again, err, p.List)
	}
}

func TestSecretsStayOut(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, records.Each([]records.WifiNetwork{{SSID: "Home", Password: "hunter2"}})); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "hunter2") {
		t.Errorf("the password is in the open: %s", b.String())
	}
}

func TestDamage(t *testing.T) {
	text := "{\"key\":\"a\"}\nnot json\n\n{\"key\":3}\n" + strings.Repeat("x", maxLine+5) + "\n{\"key\":\"b\"}"
	var p records.Problems
	all, err := records.Collect(Read[records.Setting](strings.NewReader(text), &p))
	if err != nil || len(all) != 2 || all[1].Key != "b" || p.Count != 3 {
		t.Errorf("%+v %v %v", all, err, p.List)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("{\"package\":\"a\",\"apks\":[{}]}\nx\n")
	f.Fuzz(func(t *testing.T, text string) {
		var p records.Problems
		if _, err := records.Collect(Read[records.App](strings.NewReader(text), &p)); err != nil {
			t.Error(err)
		}
	})
}
