{#
    Bands of whole months on the network, kept apart from the stage.
#}
{% macro tenure_bands() %}
{% set book %}
- class: none
  when: [months_on_net is null]
- class: "0_3"
  when: [months_on_net < 3]
- class: "3_12"
  when: [months_on_net < 12]
- class: "12_36"
  when: [months_on_net < 36]
- class: "36_plus"
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
