/* How blocks move between threads, their caches, the central lists and the pages,
 * for spin: every order in which two threads and a fork can take their steps.
 * model.sh runs it; with -DMISTAKE_... it is wrong on purpose, and spin must see it.
 *
 * What must hold, and how spin says that it does not:
 *   no block is in two places    assertion !(in_two_places)
 *   no block is lost             assertion !(lost), or !(torn) when a slab's count and
 *                                its bitmap disagree, which loses the blocks between them
 *   nobody waits for ever        invalid end state: a thread may end whenever it does
 *                                not wait, so one that waits is left over in the end
 *
 * A step here is one access to what threads share: a bitmap word is read, and later
 * written, so that two threads without the lock overwrite each other as in C.
 *
 * A fork copies everything, and parent and child share nothing afterwards. So one
 * of both is followed, either, and nothing is copied: the parent goes on as if the
 * locks had been taken and dropped; in the child the other thread is gone, at
 * whatever step it was, and its locks stay as they were.
 *
 * Left out:
 * - Other classes. Classes share the pages alone; a class's lock is never taken
 *   under another's, but by a fork.
 * - The locks of records, stacks, the map, large blocks and check mode: each is a
 *   leaf under which nothing else is taken, as the pages' is.
 * - Growing and shrinking stacks, and a cache emptied for its age: a thread does
 *   them alone, and sheds blocks as here.
 * - The order of a stack. Any block may be popped, and any shed, not the newest and
 *   the oldest: more than C does.
 * - The lists of slabs: in which a slab is follows from its count. Of two slabs
 *   that would do, either is taken.
 * - The bytes in empty slabs: any may be closed at once, or never.
 * - Caches that serve another thread later, and threads that begin: a cache is empty
 *   when its thread has ended, as it is for a new one. A child with new threads is
 *   a program that has lost some blocks.
 * - Misuse: the program frees what it has, once.
 * - Weak memory: what is modelled is all under locks, but a thread's own cache.
 */

#define SLABS 2
#define SLOTS 2                  /* the least: no slab has a single one */
#define BLOCKS 4                 /* slot K of slab S is block S * SLOTS + K */
#define CAPACITY 3               /* the least of which the half is a batch */
#define HALF ((CAPACITY + 1) / 2)

#define THREADS 2
#define NOBODY 0
#define ME (me + 1)
#define OTHER (2 - me)

#define CLASS 0                  /* in the order in which a thread may hold both */
#define PAGES 1

#define BIT(n) (1 << (n))

byte owner[2];                   /* of each lock: a thread, or NOBODY */
byte forker;                     /* thread.c: who passes through the locks */
byte gone;                       /* the thread that a child does not have */

/* Under the class's lock. */
bool open[SLABS];                /* has a run */
byte used[SLABS];                /* the bitmap */
byte free[SLABS];                /* the count beside it */

/* Under the pages' lock: a bit for each run that they have. */
byte runs = 3;

byte cache[THREADS];             /* a bit for each block */
byte living = THREADS;
bool ended[THREADS];

/* Where blocks are in truth, which C does not know. A thread's hands are its
 * registers and what it wrote above the top of its stack. */
#define IN_CENTRAL 0
#define IN_PROGRAM 1
#define IN_CACHE(t) (2 + (t))
#define IN_HANDS(t) (4 + (t))
byte place[BLOCKS];
byte run_in_hands[THREADS];      /* on the way between a slab and the pages */
byte orphaned;                   /* blocks that a child cannot reach: others' caches, and hands */
byte stranded_runs;

bool in_two_places, lost, torn;

/* A mistake may break several: with ONLY_..., only that one is looked at. */
#ifndef ONLY_LOSSES
#define REQUIRE_PLACES assert(!in_two_places)
#else
#define REQUIRE_PLACES skip
#endif
#ifndef ONLY_PLACES
#define REQUIRE_KEPT assert(!lost)
#define REQUIRE_WHOLE assert(!torn)
#else
#define REQUIRE_KEPT skip
#define REQUIRE_WHOLE skip
#endif

#define EMPTY(s) (open[s] && free[s] == SLOTS)
#define PARTIAL(s) (open[s] && free[s] > 0 && free[s] < SLOTS)
#define BLOCKS_OF(s) (((1 << SLOTS) - 1) << (s * SLOTS))

#define COUNT(set) (((set) & 1) + ((set) >> 1 & 1) + ((set) >> 2 & 1) + ((set) >> 3 & 1))
#define LOWEST(set) ((set) & 1 -> 0 : ((set) & 2 -> 1 : ((set) & 4 -> 2 : 3)))

/* Blocks leave a place, where they must have been, for another. Inside a d_step. */
inline move(set, from, to)
{
    at = 0;
    do
    :: at < BLOCKS ->
        if
        :: ((set) & BIT(at)) != 0 ->
            in_two_places = in_two_places || place[at] != (from);
            place[at] = (to)
        :: else
        fi;
        at++
    :: else -> break
    od;
    at = 0;
    REQUIRE_PLACES
}

/* thread.c: vera_lock, vera_unlock */
inline take(lock)
{
    if
    :: forker == ME
    :: atomic { forker != ME && owner[lock] == NOBODY -> owner[lock] = ME }
    fi
}

inline drop(lock)
{
    if
    :: forker == ME
    :: atomic { forker != ME -> assert(owner[lock] == ME); owner[lock] = NOBODY }
    fi
}

/* central.c: take_from_slabs, open_slab; slab.c: vera_slab_take. What was taken is
 * in `hands` then. */
inline take_from_slabs(most)
{
#ifndef MISTAKE_REFILL_WITHOUT_LOCK
    take(CLASS);
#endif
    do
    :: atomic {
        if
        :: COUNT(hands) < most && PARTIAL(0) -> slab = 0
        :: COUNT(hands) < most && PARTIAL(1) -> slab = 1
        :: COUNT(hands) < most && !PARTIAL(0) && !PARTIAL(1) && EMPTY(0) -> slab = 0
        :: COUNT(hands) < most && !PARTIAL(0) && !PARTIAL(1) && EMPTY(1) -> slab = 1
        :: else -> break
        fi;
        word = used[slab];
        count = (most - COUNT(hands) < free[slab] -> most - COUNT(hands) : free[slab])
       }
       d_step {
        at = 0;
        taken = 0;
        do
        :: at < SLOTS && COUNT(taken) < count ->
            taken = taken | ((word & BIT(at)) == 0 -> BIT(at) : 0);
            at++
        :: else -> break
        od;
        torn = COUNT(taken) < count; /* C would read on past the bitmap */
        REQUIRE_WHOLE;
        used[slab] = word | taken;
        taken = taken << (slab * SLOTS);
        move(taken, IN_CENTRAL, IN_HANDS(me));
        hands = hands | taken;
        taken = 0;
        word = 0
       }
       d_step {
        free[slab] = free[slab] - count;
        count = 0;
        slab = 0
       }
    od;
#ifndef MISTAKE_REFILL_WITHOUT_LOCK
    drop(CLASS)
#endif
}

/* central.c: add_slab; primitive.c: __vera_sys_alloc. It fails when the pages have
 * no run. The record is there. */
inline add_slab()
{
#ifndef MISTAKE_PAGES_WITHOUT_LOCK
    take(PAGES);
#endif
    word = runs;
    d_step {
        added = word != 0;
        if
        :: added ->
            span = word & -word;
            in_two_places = open[span - 1] || run_in_hands[0] == span || run_in_hands[1] == span;
            REQUIRE_PLACES;
            run_in_hands[me] = span;
            runs = word & ~span
        :: else
        fi;
        word = 0
    }
#if !defined(MISTAKE_LOCK_ORDER) && !defined(MISTAKE_PAGES_WITHOUT_LOCK)
    drop(PAGES);
#endif
    if
    :: added ->
        take(CLASS);
        d_step {
            open[span - 1] = true;
            used[span - 1] = 0;
            free[span - 1] = SLOTS;
            run_in_hands[me] = 0;
            span = 0
        }
        drop(CLASS)
    :: else
    fi;
#ifdef MISTAKE_LOCK_ORDER
    drop(PAGES)
#endif
}

/* central.c: close_slabs, close_slab; primitive.c: __vera_sys_free. With NESTED the
 * pages are locked under the class, which C does not do, but might: the order of
 * the two locks is for that. */
inline close_slab()
{
    take(CLASS);
    atomic {
        if
        :: EMPTY(0) -> span = 1
        :: EMPTY(1) -> span = 2
        :: else
        fi;
        if
        :: span != 0 ->
            open[span - 1] = false;
            free[span - 1] = 0;
            run_in_hands[me] = span
        :: else
        fi
    }
#ifndef NESTED
    drop(CLASS);
#endif
    if
    :: span != 0 ->
        take(PAGES);
        word = runs;
        d_step {
            runs = word | span;
            run_in_hands[me] = 0;
            span = 0;
            word = 0
        }
        drop(PAGES)
    :: else
    fi
#ifdef NESTED
    ;
    drop(CLASS)
#endif
}

/* central.c: vera_central_take */
inline central_take(most)
{
    do
    :: take_from_slabs(most);
       if
       :: hands != 0 -> break
       :: else
       fi;
       add_slab();
       if
       :: !added -> break
       :: else -> added = false
       fi
    od
}

/* central.c: vera_central_give, give_one; slab.c: vera_slab_give. Gives the blocks
 * of `going`, which stay in it. */
inline central_give(from)
{
    left = going;
#ifndef MISTAKE_FLUSH_WITHOUT_LOCK
    take(CLASS);
#endif
    do
    :: d_step {
        left != 0 ->
        block = LOWEST(left);
        word = used[block / SLOTS]
       }
       d_step {
        in_two_places = (word & BIT(block % SLOTS)) == 0; /* VERA_MISUSE_DOUBLE */
        REQUIRE_PLACES;
        used[block / SLOTS] = word & ~BIT(block % SLOTS);
        move(BIT(block), from, IN_CENTRAL);
        word = 0
       }
       d_step {
        free[block / SLOTS] = free[block / SLOTS] + 1;
        left = left & ~BIT(block);
        block = 0
       }
    :: left == 0 -> break
    od;
#ifndef MISTAKE_FLUSH_WITHOUT_LOCK
    drop(CLASS);
#endif
    if
    :: EMPTY(0) || EMPTY(1) -> close_slab()
    :: true
    fi
}

/* cache.c: shed. The blocks leave the stack after they are in the slabs: until then
 * they are in both, and another thread may have them, but nobody looks. */
inline shed(most)
{
    atomic {
        do
        :: COUNT(going) < most && (cache[me] & ~going & 1) != 0 -> going = going | 1
        :: COUNT(going) < most && (cache[me] & ~going & 2) != 0 -> going = going | 2
        :: COUNT(going) < most && (cache[me] & ~going & 4) != 0 -> going = going | 4
        :: COUNT(going) < most && (cache[me] & ~going & 8) != 0 -> going = going | 8
        :: COUNT(going) == most || (cache[me] & ~going) == 0 -> break
        od
    }
    if
    :: going != 0 ->
        central_give(IN_CACHE(me));
        d_step {
#ifndef MISTAKE_FLUSH_KEEPS_BLOCKS
            cache[me] = cache[me] & ~going;
#endif
            going = 0
        }
    :: else
    fi
}

/* cache.h: vera_cache_pop */
inline pop()
{
    atomic {
        if
        :: (cache[me] & 1) != 0 -> block = 0
        :: (cache[me] & 2) != 0 -> block = 1
        :: (cache[me] & 4) != 0 -> block = 2
        :: (cache[me] & 8) != 0 -> block = 3
        fi;
        d_step {
            cache[me] = cache[me] & ~BIT(block);
            move(BIT(block), IN_CACHE(me), IN_PROGRAM);
            block = 0
        }
    }
}

/* allocation.c; cache.c: vera_cache_refill. An ended thread has no cache, and takes
 * one block for itself. */
inline allocate()
{
    if
    :: cache[me] == 0 ->
        central_take((ended[me] -> 1 : HALF));
        atomic {
            if
            :: ended[me] -> move(hands, IN_HANDS(me), IN_PROGRAM)
            :: else ->
                move(hands, IN_HANDS(me), IN_CACHE(me));
                cache[me] = hands
            fi;
            hands = 0;
            added = false
        }
    :: else
    fi;
    if
    :: cache[me] != 0 -> pop()
    :: else /* an ended thread has its block; for another, there is no memory */
    fi
}

/* allocation.c; cache.c: vera_cache_flush. Any thread frees any block, whoever
 * allocated it. */
inline give_back()
{
    atomic {
        if
        :: place[0] == IN_PROGRAM -> freed = 1
        :: place[1] == IN_PROGRAM -> freed = 2
        :: place[2] == IN_PROGRAM -> freed = 4
        :: place[3] == IN_PROGRAM -> freed = 8
        fi;
        d_step { move(freed, IN_PROGRAM, IN_HANDS(me)) }
    }
    if
    :: ended[me] ->
        going = freed;
        central_give(IN_HANDS(me));
        going = 0
    :: else ->
        if
        :: COUNT(cache[me]) == CAPACITY -> shed(HALF)
        :: else
        fi;
        d_step {
            cache[me] = cache[me] | freed;
            move(freed, IN_HANDS(me), IN_CACHE(me))
        }
    fi;
    freed = 0
}

/* caches.c: retire, as a thread ends. What it still allocates and frees then, in the
 * destructors of other libraries, goes past the cache. */
inline leave()
{
    ended[me] = true;
#ifndef MISTAKE_EXIT_KEEPS_CACHE
    shed(BLOCKS)
#endif
}

/* Where a thread is in a fork. */
#define NOT_FORKING 0
#define PREPARED 1               /* handlers of other libraries may run: they allocate, too */
#define FORKED 2                 /* and after it, before the locks are dropped */

/* start.c: before_fork */
inline before_fork()
{
#if !defined(MISTAKE_FORK_WITHOUT_LOCKS) && !defined(MISTAKE_FORK_RENEWS_LOCKS)
#ifdef MISTAKE_FORK_ORDER
    take(PAGES);
    take(CLASS);
#else
    take(CLASS);
    take(PAGES);
#endif
#ifndef MISTAKE_FORK_DOES_NOT_PASS
    forker = ME;
#endif
#endif
    fork = PREPARED
}

/* fork itself, as its child has it; if the other thread has ended, that is what the
 * parent has. What the other thread had in its cache or its
 * hands, nobody reaches. */
inline become_child()
{
    d_step {
        gone = OTHER;
        living--;
        stranded_runs = run_in_hands[1 - me];
        do
        :: at < BLOCKS ->
            orphaned = orphaned | (place[at] == IN_CACHE(1 - me) || place[at] == IN_HANDS(1 - me) ->
                                   BIT(at) : 0);
            at++
        :: else -> break
        od;
        at = 0;
#ifdef MISTAKE_FORK_RENEWS_LOCKS
        owner[CLASS] = NOBODY;
        owner[PAGES] = NOBODY;
#endif
        fork = FORKED
    }
}

/* start.c: after_fork */
inline after_fork()
{
#if !defined(MISTAKE_FORK_WITHOUT_LOCKS) && !defined(MISTAKE_FORK_RENEWS_LOCKS)
    forker = NOBODY;
    drop(CLASS);
    drop(PAGES);
#endif
    fork = NOT_FORKING
}

/* Everything was freed, and every thread has ended. */
inline require_all()
{
    lost = used[0] != (orphaned & 3) || used[1] != orphaned >> 2;
    REQUIRE_KEPT;
    torn = (open[0] && free[0] != SLOTS - COUNT(used[0])) ||
           (open[1] && free[1] != SLOTS - COUNT(used[1]));
    REQUIRE_WHOLE;
    lost = ((open[0] -> 1 : 0) | (open[1] -> 2 : 0)) + runs + stranded_runs != 3;
    REQUIRE_KEPT
}

#define PROGRAM_HAS_ONE \
    (place[0] == IN_PROGRAM || place[1] == IN_PROGRAM || place[2] == IN_PROGRAM || \
     place[3] == IN_PROGRAM)

/* A thread does anything, for any time, in any order. The last one frees what the
 * program has left. */
proctype thread(bit me)
{
    byte hands, going, left, freed, word, count, taken, span, block, slab, at, fork;
    bool added;
    {
        do
        :: allocate()
        :: give_back()
        :: fork == NOT_FORKING -> before_fork()
        :: fork == PREPARED -> fork = FORKED
        :: fork == PREPARED && living == THREADS -> become_child()
        :: fork == FORKED -> after_fork()
        :: fork == NOT_FORKING && !ended[me] -> leave()
        :: atomic {
            fork == NOT_FORKING && ended[me] && (living > 1 || !PROGRAM_HAS_ONE) ->
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
        run thread(0);
        run thread(1)
    }
}
