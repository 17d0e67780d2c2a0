// Command hello exercises the runtime's tables: it grows and scans stacks, recovers
// from panics, and calls methods by reflection.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

type point struct{ x, y int }

func (p point) Sum() int { return p.x + p.y }

type summer interface{ Sum() int }

// deep keeps pointers in many frames while the collector runs.
func deep(n int) *[64]int {
	kept := &[64]int{n}
	if n > 0 {
		below := deep(n - 1)
		if n%500 == 0 {
			runtime.GC()
		}
		kept[1] = below[0] + below[1]
	}
	return kept
}

// try prints the value with which a function panics.
func try(name string, f func()) {
	defer func() { fmt.Println(name+":", recover()) }()
	f()
}

func main() {
	fmt.Println("deep:", deep(5000)[1])

	done := make(chan int)
	go func() { done <- deep(1000)[1] }()
	fmt.Println("goroutine:", <-done)

	var none []int
	try("index", func() { fmt.Println(none[len(none)]) })
	var nobody *point
	try("nil", func() { fmt.Println(nobody.x) })
	try("wrapper", func() { fmt.Println(summer(nobody).Sum()) })

	method := reflect.ValueOf(point{1, 2}).MethodByName("Sum").Interface().(func() int)
	runtime.GC()
	fmt.Println("method:", method())
	swap := reflect.MakeFunc(reflect.TypeFor[func(int, string) (string, int)](), func(in []reflect.Value) []reflect.Value {
		deep(1000)
		runtime.GC()
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(7, strings.Repeat("go", 3)))
}
