//! Points, directions and lengths, in arithmetic that gives the same bits on every machine: sums,
//! products, quotients and square roots alone are exact by IEEE 754; sine, cosine and `hypot` are not.

/// From the left and from the top, in pixels.
pub(super) type Point = (f64, f64);

/// Cosine and sine of the golden angle, by which a sunflower turns from seed to seed.
pub(super) const GOLDEN: Point = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_8);

/// Twelve ways around a point.
pub(super) const WAYS: [Point; 12] = {
    const HALF: f64 = 0.5;
    const ROOT: f64 = 0.866_025_403_784_438_6;
    [
        (1.0, 0.0),
        (ROOT, HALF),
        (HALF, ROOT),
        (0.0, 1.0),
        (-HALF, ROOT),
        (-ROOT, HALF),
        (-1.0, 0.0),
        (-ROOT, -HALF),
        (-HALF, -ROOT),
        (0.0, -1.0),
        (HALF, -ROOT),
        (ROOT, -HALF),
    ]
};

/// The length of a way.
pub(super) fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// A direction, turned by another.
pub(super) fn turned(a: Point, by: Point) -> Point {
    (a.0 * by.0 - a.1 * by.1, a.0 * by.1 + a.1 * by.0)
}

/// The point at a share of the way.
pub(super) fn mix(a: Point, b: Point, t: f64) -> Point {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

/// True if two lines cross.
pub(super) fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// The share of a line that lies in a box, 0 to 1 (Liang and Barsky's clipping).
pub(super) fn inside(a: Point, b: Point, centre: Point, half: Point) -> f64 {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (from, way, middle, half) in [(a.0, b.0 - a.0, centre.0, half.0), (a.1, b.1 - a.1, centre.1, half.1)]
    {
        let (low, high) = (middle - half, middle + half);
        if way.abs() < 1e-9 {
            if from < low || from > high {
                return 0.0;
            }
            continue;
        }
        let (t, u) = ((low - from) / way, (high - from) / way);
        enter = enter.max(t.min(u));
        leave = leave.min(t.max(u));
        if leave <= enter {
            return 0.0;
        }
    }
    leave - enter
}
