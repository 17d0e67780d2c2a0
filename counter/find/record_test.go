package find

import (
	"testing"
	"time"
)

// grown returns a catalogue that has read a file and done all its work, and how many of
// its numbers it has read.
func grown(file []byte) (c *Catalogue, read int) {
	c = newCatalogue(&record{})
	c.read(file)
	read = len(c.record.data)
	for c.grow() {
	}
	return c, read - len(c.record.data)
}

// TestRecord checks that a catalogue that reads what was counted ahead equals one that
// counts, and that it reads all of it.
func TestRecord(t *testing.T) {
	file := Record()
	begin := time.Now()
	got, read := grown(file)
	t.Logf("%d bytes for %d families and %d splits, read within %v", len(file), len(got.families), len(got.splits), time.Since(begin))
	if read == 0 || len(got.record.data) > 0 {
		t.Errorf("%d bytes were read, and %d are left", read, len(got.record.data))
	}
	want, _ := grown(nil)
	if len(got.families) != len(want.families) || len(got.splits) != len(want.splits) || got.census != want.census {
		t.Fatalf("%d families and %d splits, or their census, differ from %d and %d", len(got.families), len(got.splits), len(want.families), len(want.splits))
	}
	for i, f := range got.families {
		w := want.families[i]
		if f.polynomial != w.polynomial || f.step != w.step || f.level != w.level || f.close != w.close || f.anchors[0].v != w.anchors[0].v {
			t.Fatalf("family %d is %v, want %v", i, f, w)
		}
	}
	for i, s := range got.splits {
		if s.part != want.splits[i].part {
			t.Fatalf("split %d is %v, want %v", i, s.part, want.splits[i].part)
		}
	}
	for i, n := range got.nets {
		if n.total != want.nets[i].total {
			t.Errorf("network %d has %d parameters, want %d", i, n.total, want.nets[i].total)
		}
	}
	for i, q := range got.quotes {
		if q.total != want.quotes[i].total || q.by != want.quotes[i].by {
			t.Errorf("quote %d has %d and %d parameters, want %d and %d", i, q.total, q.by, want.quotes[i].total, want.quotes[i].by)
		}
	}
}

// TestRecordOfOthers checks that a file that is damaged, or was made of other networks,
// is not read.
func TestRecordOfOthers(t *testing.T) {
	file := Record()
	for name, change := range map[string]func([]byte) []byte{
		"empty":        func([]byte) []byte { return nil },
		"short":        func(b []byte) []byte { return b[:5] },
		"cut":          func(b []byte) []byte { return b[:len(b)-1] },
		"longer":       func(b []byte) []byte { return append(b, 0) },
		"another byte": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"no networks":  func(b []byte) []byte { return b[:8] },
	} {
		c := newCatalogue(&record{})
		if c.read(change(append([]byte(nil), file...))); c.record.reading() {
			t.Errorf("%s: it is read", name)
		}
	}
	others := newCatalogue(&record{})
	others.first[0].v[0]++
	if others.read(file); others.record.reading() {
		t.Error("other networks: it is read")
	}
}
