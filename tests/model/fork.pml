/* A model for spin of a fork: every order in which two threads, the gate, the side heap, what
 * waits, and the copying of pages can take their steps. model.sh runs it. -DBUG_... adds a bug,
 * which spin must find. blocks.pml is the model of the heap inside the gate.
 *
 * What must hold, and what spin reports if it does not:
 *   no block is in two places    assertion !(in_two_places)
 *   no block is lost             assertion !(lost), or !(torn) if the heap was copied, or is
 *                                found, while a deed is half done
 *   no thread waits for ever     invalid end state
 *
 * A fork copies page by page, in any order, while the other thread runs. Each page here is one
 * kind of data: the heap, and the other thread's cache; the free blocks of the side heap, and its
 * lock; the first word and the second word of what waits; the gate. When all are copied, the model
 * goes on as the parent, which forgets the copies, or as the child: there the copies are what is
 * found, and the other thread is gone. The system copies for one fork at a time.
 *
 * The program's fork handlers are steps between the library's own: any calls, and the wait until
 * the other thread has ended.
 *
 * Left out:
 * - What blocks.pml has: batches, slabs, and what each lock guards. The heap is one block and a
 *   count, which change one after the other, under a lock. Of the side heap's blocks there is one,
 *   too, and one entry for what waits.
 * - Time: a thread that forks waits until nobody is inside; with -DIMPATIENT only one thread forks,
 *   and it looks once, at any moment. For another thread that forks it does not wait at all.
 * - Signal handlers. To fork in one that has interrupted a thread inside is to be impatient.
 * - Handlers that fork. A child forks again, and its handlers start threads, which only allocate.
 * - The locks of the side heap and of what waits are one here.
 * - Memory for a side heap of the child's own: it gets none. Blocks of the parent's that the child
 *   frees: it does nothing.
 * - Weak memory: all that threads share is atomic, or under a lock.
 */

#define HEAP 1                   /* the one block of the heap; 0 stands for none */
#define SIDE 2                   /* the one block of the side heap */

#define THREADS 2
#define NOBODY 0
#define ME (me + 1)
#define OTHER (1 - me)
#define IN_CHILD 9               /* gate.c: the child's own handler has not run yet */
#define LOST 20                  /* gate.c: a child that nobody may ever enter */

#define BIT(n) (1 << (n))

/* The pages. */
bool heap = true;                /* whether it has its block */
byte count = 1, owner;           /* what it counts, and its lock */
byte cache[THREADS];             /* each holds one block at most */
bool side = true;                /* whether the side heap has its block */
byte side_owner;                 /* its lock, and that of what waits */
byte first, second;              /* what waits: a block, and what it was given with */
byte inside[THREADS], forking, forker_inside;
bool forks[THREADS];             /* forker.c: the entries of threads that fork */
bool quiet[THREADS];             /* in them: nobody was inside when the thread had shut the gate */

/* The copies. */
bool c_heap, c_side, c_forks;    /* whether the other thread forks */
byte c_count, c_owner, c_cache, c_side_owner, c_first, c_second, c_inside[THREADS], c_forking,
    c_forker_inside;
byte copied;                     /* pages, a bit each */
byte copier;                     /* the thread for whose fork pages are copied */
#define PAGES 5

byte gone;                       /* the thread that a child does not have */
bool is_child, noticed;
byte living = THREADS;
bool ended[THREADS];

/* Where each block really is, which C does not record. */
#define IN_HEAP 0
#define IN_SIDE 1
#define WAITS 2
#define NOWHERE 3                /* a child cannot reach it */
#define IN_PROGRAM(t) (4 + (t))
#define IN_CACHE(t) (6 + (t))
#define IN_HANDS(t) (8 + (t))
byte place[3];
bool stranded;                   /* a child may not find the heap's block */

bool in_two_places, lost, torn;

inline move(block, from, to)
{
    in_two_places = in_two_places || place[block] != (from);
    assert(!in_two_places);
    place[block] = (to)
}

/* gate.c: begin_child */
inline begin_child()
{
    d_step {
#ifndef BUG_CHILD_TRUSTS_COUNTS
        inside[0] = 0;
        inside[1] = 0;
        forker_inside = 0;
#endif
        forking = IN_CHILD;
#ifndef BUG_CHILD_KEEPS_SIDE_LOCK
        side_owner = NOBODY;
#endif
#ifndef BUG_CHILD_TRUSTS_SIDE_HEAP
        side = false;
#endif
        noticed = true
    }
}

/* child.c: vera_child_notice */
inline notice_fork()
{
    if
    :: is_child && !noticed -> begin_child()
    :: else
    fi
}

#ifdef BUG_TWO_FORKERS_ENTER
#define ONLY_FORKER (forks[me] && QUIET)
#else
#define ONLY_FORKER (forks[me] && QUIET && (forking == 1 || forking == IN_CHILD))
#endif
#ifdef BUG_FORKER_DISTURBS_OTHERS
#define QUIET true
#else
#define QUIET quiet[me]
#endif

/* How a thread is inside. */
#define REFUSED 0
#define COUNTED 1
#define AS_FORKER 2

/* gate.c: vera_gate_enter, enter_shut */
inline enter()
{
    if
    :: forking == 0 ->
        inside[me]++;
        if
#ifdef BUG_LOOKS_ONLY_BEFORE
        :: pass = COUNTED
#else
        :: forking == 0 -> pass = COUNTED
        :: else -> inside[me]--
#endif
        fi
    :: else
    fi;
    if
    :: pass == REFUSED ->
        notice_fork();
        if
        :: ONLY_FORKER ->
            forker_inside++;
            if
            :: ONLY_FORKER -> pass = AS_FORKER
            :: else -> forker_inside--
            fi
        :: else
        fi
    :: else
    fi
#ifdef BUG_REFUSED_WAIT
    ;
    if
    :: pass == REFUSED && !forks[me] -> forking == 0; inside[me]++; pass = COUNTED
    :: else
    fi
#endif
}

inline leave()
{
    if
    :: pass == COUNTED -> inside[me]--
    :: pass == AS_FORKER -> forker_inside--
    :: else
    fi;
    pass = REFUSED
}

inline lock()
{
    atomic { owner == NOBODY -> owner = ME }
}

inline unlock()
{
    owner = NOBODY
}

/* Leaves what it takes in `block`. */
inline take_from_heap()
{
    lock();
    d_step {
        torn = torn || count != (heap -> 1 : 0);
        assert(!torn);
        if
        :: heap -> block = HEAP; move(HEAP, IN_HEAP, IN_HANDS(me)); heap = false
        :: else
        fi
    }
    if
    :: block != 0 -> count--
    :: else
    fi;
    unlock()
}

inline give_to_heap(from)
{
    lock();
    d_step { move(HEAP, from, IN_HEAP); heap = true }
    count++;
    unlock()
}

/* side.c */
inline take_from_side()
{
    atomic { side_owner == NOBODY -> side_owner = ME }
    d_step {
        if
        :: side -> block = SIDE; move(SIDE, IN_SIDE, IN_HANDS(me)); side = false
        :: else
        fi;
        side_owner = NOBODY
    }
}

/* In a child, a block of the parent's: nothing is done. */
inline give_to_side(from)
{
    if
    :: !is_child ->
        atomic { side_owner == NOBODY -> side_owner = ME }
        d_step {
            move(SIDE, from, IN_SIDE);
            side = true;
            side_owner = NOBODY
        }
    :: else -> move(SIDE, from, NOWHERE)
    fi
}

/* central.c: vera_central_give */
inline give_inside(from)
{
    if
    :: block == SIDE -> give_to_side(from)
    :: else -> give_to_heap(from)
    fi
}

/* waiting.c: vera_waiting_add; under a lock, but a word at a time for whoever copies. */
inline wait_until_later(from)
{
    atomic { side_owner == NOBODY -> side_owner = ME }
    d_step { move(HEAP, from, WAITS); first = HEAP }
    d_step { second = HEAP; side_owner = NOBODY }
}

/* aside.c: vera_aside_free */
inline give_aside(from)
{
    if
    :: block == SIDE -> give_to_side(from)
    :: else -> wait_until_later(from)
    fi
}

inline give(from)
{
    enter();
    if
    :: pass != REFUSED -> give_inside(from)
    :: else -> give_aside(from)
    fi;
    leave()
}

/* allocation.c: a hit, or a miss that takes one block. */
inline allocate()
{
    if
    :: cache[me] != 0 ->
        atomic { block = cache[me]; move(block, IN_CACHE(me), IN_HANDS(me)); cache[me] = 0 }
    :: else ->
        enter();
        if
        :: pass != REFUSED -> take_from_heap()
        :: else -> take_from_side()
        fi;
        leave()
    fi;
    atomic {
        if
        :: block != 0 -> move(block, IN_HANDS(me), IN_PROGRAM(me)); block = 0
        :: else
        fi
    }
}

/* fork.c: take_up. What is found has both words. */
inline take_up()
{
    enter();
    if
    :: pass != REFUSED && first != 0 ->
        atomic {
            side_owner == NOBODY;
#ifdef BUG_CHILD_TAKES_HALF_ENTRIES
            lost = first != 0 && second == 0;
            assert(!lost);
#endif
            block = (second != 0 -> first : 0);
            first = 0;
            second = 0
        }
        if
        :: block != 0 -> give_inside(WAITS); block = 0
        :: else
        fi
    :: else
    fi;
    leave()
}

/* fork.c: take_up_if_open: the other thread may just have ended its fork. */
inline take_up_if_open()
{
    if
    :: forking == 0 -> take_up()
    :: else
    fi
}

/* A thread that a handler started in a child: what it gets, the handler frees later. */
inline another_allocates()
{
    notice_fork();
    take_from_side();
    atomic {
        if
        :: block != 0 -> move(block, IN_HANDS(me), IN_PROGRAM(me)); block = 0
        :: else
        fi
    }
}

#define HAS_ONE (place[HEAP] == IN_PROGRAM(me) || place[SIDE] == IN_PROGRAM(me))

inline free_block()
{
    atomic {
        if
        :: place[HEAP] == IN_PROGRAM(me) -> block = HEAP
        :: place[SIDE] == IN_PROGRAM(me) -> block = SIDE
        fi;
        move(block, IN_PROGRAM(me), IN_HANDS(me))
    }
    if
    :: cache[me] == 0 && !ended[me] ->
        d_step { move(block, IN_HANDS(me), IN_CACHE(me)); cache[me] = block }
    :: else -> give(IN_HANDS(me)); block = 0; take_up_if_open()
    fi;
    block = 0
}

/* registry.c: vera_registry_end_thread */
inline end_thread()
{
    ended[me] = true;
    if
    :: cache[me] != 0 ->
        d_step { block = cache[me]; move(block, IN_CACHE(me), IN_HANDS(me)); cache[me] = 0 }
        give(IN_HANDS(me));
        block = 0
    :: else
    fi;
    take_up_if_open()
}

/* Where a thread is in a fork. */
#define NOT_FORKING 0
#define PREPARED 1
#define COPYING 2
#define FORKED 3                 /* before the library's handler, in the parent or in the child */

/* gate.c: vera_gate_shut; fork.c: before */
inline before_fork()
{
    notice_fork();
    atomic { forks[me] = true; forking++ }
    if
#ifdef BUG_FORK_DOES_NOT_WAIT
    :: quiet[me] = true
#else
    :: inside[0] == 0 && inside[1] == 0 && forker_inside == 0 -> quiet[me] = true
#endif
#ifdef IMPATIENT
    :: else /* it has waited for long enough */
#endif
    fi;
    fork = PREPARED
}

inline copy_a_page()
{
    d_step {
        if
        :: page == 0 -> c_heap = heap; c_count = count; c_owner = owner; c_cache = cache[OTHER]
        :: page == 1 -> c_side = side; c_side_owner = side_owner
        :: page == 2 -> c_first = first
        :: page == 3 -> c_second = second
        :: page == 4 ->
            c_inside[0] = inside[0];
            c_inside[1] = inside[1];
            c_forking = forking;
            c_forker_inside = forker_inside;
            c_forks = forks[OTHER]
        fi;
        copied = copied | BIT(page);
        page = 0
    }
}

inline forget_copies()
{
    c_heap = false; c_count = 0; c_owner = 0; c_cache = 0; c_side = false; c_side_owner = 0;
    c_first = 0; c_second = 0;
    c_inside[0] = 0; c_inside[1] = 0; c_forking = 0; c_forker_inside = 0; c_forks = false;
    copied = 0;
    copier = NOBODY
}

/* What is the other thread's, or was, is out of reach, unless the child finds that it waits. A
 * child of a fork that did not keep others out does not look for what waits. */
inline place_for_child(b)
{
    if
    :: b == HEAP && c_first != 0 && c_second != 0 && quiet[me] ->
        in_two_places = in_two_places || place[b] != WAITS
    :: (b == SIDE || c_first == 0 || c_second == 0 || !quiet[me]) &&
       (place[b] == WAITS || place[b] == IN_PROGRAM(OTHER) || place[b] == IN_CACHE(OTHER) ||
        place[b] == IN_HANDS(OTHER)) ->
        stranded = stranded || b == HEAP;
        place[b] = NOWHERE
    :: else
    fi
}

inline become_child()
{
    d_step {
        gone = OTHER + 1;
        living--;
        place_for_child(HEAP);
        place_for_child(SIDE);
        assert(!in_two_places);
        heap = c_heap; count = c_count; owner = c_owner;
        cache[OTHER] = c_cache;
        side = c_side; side_owner = c_side_owner;
        first = c_first; second = c_second;
        inside[0] = c_inside[0]; inside[1] = c_inside[1];
        forking = c_forking;
        forker_inside = c_forker_inside;
        forks[OTHER] = c_forks;
        ended[OTHER] = true;
        forget_copies();
        is_child = true;
        noticed = false;
        fork = FORKED
    }
}

/* fork.c: after, after_in_child; gate.c: vera_gate_open, vera_gate_open_in_child */
inline after_fork()
{
    notice_fork();
#ifdef BUG_CHILD_FLUSHES_CACHES
    if
    :: is_child && cache[OTHER] != 0 ->
        block = cache[OTHER];
        cache[OTHER] = 0;
        give_inside(IN_CACHE(OTHER));
        block = 0
    :: else
    fi;
#endif
    atomic {
        forks[me] = false;
        if
        :: forking == IN_CHILD ->
            forks[OTHER] = false;
#ifdef BUG_CHILD_TRUSTS_WHAT_WAS_DISTURBED
            forking = 0
#else
            forking = (quiet[me] -> 0 : LOST)
#endif
        :: else -> forking--
        fi;
        quiet[me] = false
    }
#ifndef BUG_NOTHING_IS_TAKEN_UP
    take_up();
#endif
    fork = NOT_FORKING
}

/* At the end, when all blocks are freed and all threads have ended. */
inline require_all()
{
    torn = torn || (forking < LOST && count != (heap -> 1 : 0));
    assert(!torn);
    lost = !(heap || stranded || forking >= LOST) || !(side || is_child);
    assert(!lost)
}

#ifdef IMPATIENT
#define MAY_FORK (me == 0)
#else
#define MAY_FORK true
#endif

/* A thread does anything, for any time, in any order. */
proctype thread(bit me)
{
    byte block, pass, fork, page;
    {
        do
        :: fork != COPYING -> allocate()
        :: fork != COPYING && HAS_ONE -> free_block()
        :: is_child && (fork == PREPARED || fork == FORKED) -> another_allocates()
        :: fork == NOT_FORKING && MAY_FORK -> before_fork()
        :: fork == PREPARED && living == THREADS && me == 0 -> ended[OTHER] /* a handler joins it */
        :: atomic { fork == PREPARED && copier == NOBODY -> copier = ME; fork = COPYING }
        :: atomic {
            fork == COPYING && copied != BIT(PAGES) - 1 ->
            if
            :: (copied & 1) == 0 -> page = 0
            :: (copied & 2) == 0 -> page = 1
            :: (copied & 4) == 0 -> page = 2
            :: (copied & 8) == 0 -> page = 3
            :: (copied & 16) == 0 -> page = 4
            fi;
            copy_a_page()
           }
        :: fork == COPYING && copied == BIT(PAGES) - 1 ->
            d_step { forget_copies(); fork = FORKED }
        :: fork == COPYING && copied == BIT(PAGES) - 1 && living == THREADS -> become_child()
        :: fork == FORKED -> after_fork()
        :: fork == NOT_FORKING && !ended[me] -> end_thread()
        :: atomic {
            fork == NOT_FORKING && ended[me] && !HAS_ONE ->
            living--;
            if
            :: living == 0 -> require_all()
            :: else
            fi;
            break
           }
        od
    } unless { gone == ME }
}

init
{
    atomic {
        place[SIDE] = IN_SIDE;
        run thread(0);
        run thread(1)
    }
}
