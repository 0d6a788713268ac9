-- A map that leaves a cell out, or names it twice, loses customers or counts
-- them twice.
with

scores as (
{%- for score in range(1, 6) %}
    {{ "union all" if not loop.first }}
    select '{{ score }}' as score
{%- endfor %}

),

cells as (
    select concat(recency.score, frequency.score, monetary.score) as rfm_cell
    from scores as recency
    cross join scores as frequency
    cross join scores as monetary
),

maps as (
    select distinct map_name from {{ ref("rfm_segment_maps") }}
),

expected as (
    select
        maps.map_name,
        cells.rfm_cell
    from maps
    cross join cells
),

mapped as (
    select
        map_name,
        rfm_cell,
        count(*) as segments
    from {{ ref("rfm_segment_maps") }}
    group by 1, 2
),

wrong as (
    select
        map_name,
        rfm_cell,
        mapped.segments
    from expected
    full outer join mapped using (map_name, rfm_cell)
    where
        coalesce(mapped.segments, 0) <> 1
        or expected.rfm_cell is null
)

select * from wrong
